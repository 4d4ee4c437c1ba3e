package holdshort

import (
	"reflect"
	"slices"
)

// RefKinds lists the kinds of record that fields of case files refer to.
func RefKinds() []string {
	var out []string
	EachField(func(_ reflect.Type, f Field) {
		if f.Ref != "" && !slices.Contains(out, f.Ref) {
			out = append(out, f.Ref)
		}
	})
	return out
}

// Field is what the tags of a field say.
type Field struct {
	Name, Ref, Doc string
	Required       bool
	Type           reflect.Type
}

// EachField calls f for each field of each record type of case files.
func EachField(f func(record reflect.Type, x Field)) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if _, scalar := scalars[t]; scalar || t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for _, x := range fieldsOf(t) {
			typ := t.FieldByIndex(x.index).Type
			f(t, Field{x.name, x.ref, x.doc, x.required, typ})
			walk(typ)
		}
	}
	walk(reflect.TypeFor[fileRecord]())
}
