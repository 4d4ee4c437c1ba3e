package feed

import "strings"

// eachMember calls do with the members of an object that window.value gave:
// keys without their quotes, values as written.
func eachMember(object []byte, do func(key, value []byte)) {
	if len(object) == 0 || object[0] != '{' {
		return
	}
	b := object[:len(object)+pad] // the window's buffer goes on
	for i := 1; i < len(object); {
		i = skipSpace(b, i)
		if b[i] == ',' {
			i = skipSpace(b, i+1)
		}
		end, _, ok := skipText(b, i+1)
		if b[i] != '"' || !ok {
			return
		}
		key := b[i+1 : end-1]
		i = skipSpace(b, skipSpace(b, end)+1) // past the colon
		if end, ok = skipValue(b, i, cWords); !ok {
			return
		}
		do(key, b[i:end])
		i = end
	}
}

// eachElement calls do with the elements of an array that window.value gave.
func eachElement(array []byte, do func(i int, value []byte)) {
	if len(array) == 0 || array[0] != '[' {
		return
	}
	b := array[:len(array)+pad]
	for i, n := 1, 0; i < len(array); n++ {
		i = skipSpace(b, i)
		if b[i] == ',' {
			i = skipSpace(b, i+1)
		}
		if b[i] == ']' {
			return
		}
		end, ok := skipValue(b, i, cWords)
		if !ok {
			return
		}
		do(n, b[i:end])
		i = end
	}
}

// eachLeaf calls do with each value within an object that is neither object nor
// array, and the keys that lead to it: "/altitude/feet".
func eachLeaf(object []byte, do func(path, value string)) { eachLeafUnder("", object, do) }

func eachLeafUnder(path string, object []byte, do func(path, value string)) {
	eachMember(object, func(key, value []byte) {
		at := path + "/" + string(key)
		switch {
		case value[0] == '[':
		case value[0] != '{':
			do(at, leaf(value))
		case strings.Count(at, "/") < 16:
			eachLeafUnder(at, value, do)
		}
	})
}

// leaf is a value as text: without quotes if it has them, empty if null.
func leaf(v []byte) string {
	switch {
	case len(v) == 0 || string(v) == "null":
		return ""
	case v[0] == '"':
		return unquote(v)
	}
	return string(v)
}
