package holdshort

import (
	"reflect"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Schema is the JSON Schema (draft 2020-12) of a case file, made from the same
// declarations that Load reads by, for editors to complete and check with. The
// keyword x-order has the fields of a record in the order in which people write
// them, and the format time-as-stated is for what package span reads.
func Schema() map[string]any {
	s := schemaOf(reflect.TypeFor[fileRecord](), map[string]any{})
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "Holdshort case file"
	return s
}

// scalarSchemas describe the types that are read from one text.
var scalarSchemas = map[reflect.Type]map[string]any{
	reflect.TypeFor[When]():         {"type": []string{"string", "integer"}, "minLength": 1, "format": "time-as-stated", "description": "a time as stated, with its zone"},
	reflect.TypeFor[Number]():       {"type": []string{"integer", "string"}, "minimum": 0},
	reflect.TypeFor[Money]():        {"type": "string", "pattern": moneyWords.String()},
	reflect.TypeFor[span.Civil]():   {"type": "string", "examples": []string{"1 year", "6 months"}},
	reflect.TypeFor[span.Length]():  {"type": "string", "examples": []string{"40 min", "PT40M"}},
	reflect.TypeFor[geo.Point]():    {"type": "string", "examples": []string{"26.2285N 97.6544W"}},
	reflect.TypeFor[geo.Meters]():   {"type": "string", "pattern": `^[0-9]+(\.[0-9]+)? (m|km|NM)$`},
	reflect.TypeFor[geo.Speed]():    {"type": "string", "pattern": `^[0-9]+(\.[0-9]+)? (kt|km/h|m/s)$`},
	reflect.TypeFor[formula.Node](): {"type": []string{"string", "object"}, "description": "a formula or look-up, as one line of text or as JSON"},
}

func schemaOf(t reflect.Type, extra map[string]any) map[string]any {
	s := map[string]any{}
	for k, v := range extra {
		s[k] = v
	}
	if t.Kind() == reflect.Pointer {
		return schemaOf(t.Elem(), extra)
	}
	if known, ok := scalarSchemas[t]; ok {
		for k, v := range known {
			if _, said := s[k]; !said {
				s[k] = v
			}
		}
		return s
	}
	switch t.Kind() {
	case reflect.Struct:
		s["type"], s["additionalProperties"] = "object", false
		props, required, order := map[string]any{}, []string{}, []string{}
		for _, f := range fieldsOf(t) {
			props[f.name] = schemaOf(t.FieldByIndex(f.index).Type, map[string]any{"description": f.doc})
			order = append(order, f.name)
			if f.required {
				required = append(required, f.name)
			}
		}
		s["properties"], s["x-order"] = props, order
		if len(required) > 0 {
			s["required"] = required
		}
	case reflect.Slice:
		item := schemaOf(t.Elem(), nil)
		s["type"], s["items"], s["minItems"] = "array", item, 1
		if t.Elem().Kind() == reflect.String {
			one := map[string]any{"anyOf": []any{item, map[string]any{"type": "array", "items": item, "minItems": 1}}}
			one["description"] = s["description"]
			return one
		}
	case reflect.Bool:
		s["enum"] = []any{"yes", "no", true, false}
	case reflect.Int:
		s["type"], s["minimum"] = "integer", 0
	case reflect.String:
		s["type"], s["minLength"] = "string", 1
		if o, ok := reflect.Zero(t).Interface().(interface{ Options() []string }); ok {
			s["enum"] = o.Options()
		}
		if t == reflect.TypeFor[ID]() {
			s["type"], s["pattern"] = []string{"string", "integer"}, namePattern
		}
	}
	return s
}

// namePattern says what formula.IsName accepts, without a place.
const namePattern = `^[0-9A-Za-z_]([-0-9A-Za-z_]*[0-9A-Za-z_])?(\.[0-9A-Za-z_]([-0-9A-Za-z_]*[0-9A-Za-z_])?)*(@[0-9A-Za-z_]([-0-9A-Za-z_]*[0-9A-Za-z_])?)?$`
