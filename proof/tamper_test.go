package proof_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
)

// Every single change to a proof is refused: as it stands, by its digest; and
// sealed anew, because what it then says does not follow. The one exception is
// a change that leaves a proof: a round begun at its other step, a table with
// another moment that the evidence allows as well.
func TestTampering(t *testing.T) {
	tried, valid := map[string]int{}, map[string]int{}
	trials(t, 400, func(t trial) {
		if proof.Check(t.c, t.p) != nil {
			t.Fatal("not a proof to begin with")
		}
		q := copied(t.T, t.p)
		tamper(reflect.ValueOf(q).Elem(), "", func(path string) {
			sealed := copied(t.T, q)
			sealed.Seal()
			changed := sealed.ID != t.p.ID || q.ID != t.p.ID // two equal parts may have been exchanged
			if changed && proof.Check(t.c, q) == nil {
				t.Errorf("%s: changed and not sealed anew, it passes: %s", t.kind, path)
			}
			if sealed.ID == t.p.ID {
				return
			}
			tried[t.kind]++
			err := proof.Check(t.c, sealed)
			// A table must name the facts that it turns on even where either
			// answer to one gives the formula the same truth.
			stricter := err != nil && strings.Contains(path, ".Facts: drop")
			if want := t.stillProves(path, sealed); (err == nil) != want && !stricter {
				t.Errorf("%s: %s: %v, and it is still a proof: %v", t.kind, path, err, want)
			}
			if err == nil {
				valid[t.kind]++
			}
		})
	})
	t.Logf("tried %v, still proofs %v", tried, valid)
	for _, kind := range []string{"yes", "no", "unknown", "conflict"} {
		if tried[kind] < 800 {
			t.Errorf("only %d changes to proofs of %s", tried[kind], kind)
		}
	}
}

// stillProves judges a changed proof without the checker.
func (t trial) stillProves(path string, p *proof.Proof) bool {
	switch {
	case strings.HasPrefix(path, ".Holds.") || strings.HasPrefix(path, ".Fails."):
		return t.table(p.Holds, true) && t.table(p.Fails, false)
	case strings.Contains(path, ".Steps: exchange"):
		return sameRound(path, t.p, p)
	}
	return false
}

// table reports whether w is a world that the evidence allows, in which the
// formula has the truth.
func (t trial) table(w *proof.World, truth bool) bool {
	if w == nil {
		return false
	}
	x := toy.World{Times: map[string]int{}, Facts: map[string]bool{}}
	for id, at := range w.Times {
		ms := at - toy.Base.UnixMilli()
		x.Times[strings.TrimPrefix(id, "stated:")] = int(ms)
	}
	for id, v := range w.Facts {
		if !strings.Contains(t.n.String(), id) || v != "yes" && v != "no" {
			return false
		}
		x.Facts[id] = v == "yes"
	}
	return t.toy.Allows(t.n, x) && toy.Always(t.n, x, truth)
}

// sameRound reports whether the round at the path has two steps, so that their
// exchange is the same round begun at the other.
func sameRound(path string, was, is *proof.Proof) bool {
	at := func(p *proof.Proof) []string {
		v := reflect.ValueOf(p).Elem()
		for _, name := range strings.Split(strings.TrimPrefix(path[:strings.Index(path, ".Steps")], "."), ".") {
			var i int
			if n, _ := fmt.Sscanf(name, "[%d]", &i); n == 1 {
				v = v.Index(i)
			} else {
				v = v.FieldByName(name)
			}
			for v.Kind() == reflect.Pointer {
				v = v.Elem()
			}
		}
		return v.FieldByName("Steps").Interface().([]string)
	}
	return len(at(was)) == 2 && len(at(is)) == 2
}

// tamper makes every small change to v in turn, calls f, and takes it back.
func tamper(v reflect.Value, path string, f func(path string)) {
	set := func(x any, what string) {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		v.Set(reflect.ValueOf(x).Convert(v.Type()))
		f(path + ": " + what)
		v.Set(was)
	}
	switch v.Kind() {
	case reflect.String:
		set(v.String()+"x", "longer")
		if v.String() != "" {
			set("", "empty")
		}
	case reflect.Bool:
		set(!v.Bool(), "turned")
	case reflect.Int8:
		for _, x := range []int64{0, 1, 2} {
			if x != v.Int() {
				set(x, fmt.Sprint("is ", x))
			}
		}
	case reflect.Int, reflect.Int64:
		set(v.Int()+1, "one more")
		set(v.Int()-1, "one less")
	case reflect.Struct:
		for i := range v.NumField() {
			tamper(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Pointer:
		tamperPointer(v, path, f)
	case reflect.Slice:
		tamperSlice(v, path, f)
	case reflect.Map:
		tamperMap(v, path, f)
	default:
		panic("no changes known for " + v.Type().String())
	}
}

func tamperPointer(v reflect.Value, path string, f func(string)) {
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
		f(path + ": made")
		v.SetZero()
		return
	}
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	v.SetZero()
	f(path + ": dropped")
	v.Set(was)
	tamper(v.Elem(), path, f)
}

func tamperSlice(v reflect.Value, path string, f func(string)) {
	was := reflect.ValueOf(v.Interface())
	n := was.Len()
	join := func(parts ...reflect.Value) reflect.Value {
		out := reflect.MakeSlice(v.Type(), 0, n+1)
		for _, p := range parts {
			out = reflect.AppendSlice(out, p)
		}
		return out
	}
	try := func(s reflect.Value, what string) {
		v.Set(s)
		f(path + ": " + what)
		v.Set(was)
	}
	if n == 0 {
		try(reflect.Append(join(), reflect.Zero(v.Type().Elem())), "one made")
	}
	for i := range n {
		try(join(was.Slice(0, i), was.Slice(i+1, n)), fmt.Sprint("drop ", i))
		try(join(was.Slice(0, i+1), was.Slice(i, n)), fmt.Sprint("double ", i))
		if i > 0 {
			s := join(was)
			reflect.Swapper(s.Interface())(i-1, i)
			try(s, fmt.Sprint("exchange ", i))
		}
		tamper(v.Index(i), fmt.Sprintf("%s.[%d]", path, i), f)
	}
}

func tamperMap(v reflect.Value, path string, f func(string)) {
	if v.IsNil() {
		return // as good as empty
	}
	for _, key := range v.MapKeys() {
		was := v.MapIndex(key)
		v.SetMapIndex(key, reflect.Value{})
		f(fmt.Sprintf("%s: drop %s", path, key))
		other := reflect.New(v.Type().Elem()).Elem()
		other.Set(was)
		tamper(other, fmt.Sprintf("%s.%s", path, key), func(what string) {
			v.SetMapIndex(key, other)
			f(what)
		})
		switch was.Interface() {
		case "yes":
			v.SetMapIndex(key, reflect.ValueOf("no"))
			f(fmt.Sprintf("%s.%s: no", path, key))
		case "no":
			v.SetMapIndex(key, reflect.ValueOf("yes"))
			f(fmt.Sprintf("%s.%s: yes", path, key))
		}
		v.SetMapIndex(key, was)
	}
	more := reflect.ValueOf("nobody").Convert(v.Type().Key())
	v.SetMapIndex(more, reflect.Zero(v.Type().Elem()))
	f(path + ": one more")
	v.SetMapIndex(more, reflect.Value{})
}
