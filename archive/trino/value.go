package trino

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// value is a value of the protocol, of a column of the type that Trino names.
func value(kind string, raw json.RawMessage) (parquet.Value, error) {
	if string(raw) == "null" {
		return parquet.Value{}, nil
	}
	v, err := known(kind, raw)
	if err != nil {
		return v, fmt.Errorf("the value %.100q is no %s", raw, kind)
	}
	return v, nil
}

func known(kind string, raw json.RawMessage) (v parquet.Value, err error) {
	switch kind {
	case "bigint":
		n, err := strconv.ParseInt(string(raw), 10, 64)
		return parquet.Int64Value(n), err
	case "integer":
		n, err := strconv.ParseInt(string(raw), 10, 32)
		return parquet.Int32Value(int32(n)), err
	case "double":
		x, err := strconv.ParseFloat(number(raw), 64)
		return parquet.DoubleValue(x), err
	case "real":
		x, err := strconv.ParseFloat(number(raw), 32)
		return parquet.FloatValue(float32(x)), err
	case "boolean":
		b, err := strconv.ParseBool(string(raw))
		return parquet.BooleanValue(b), err
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return v, err
	}
	return parquet.ByteArrayValue([]byte(s)), nil
}

// number is a number as strconv reads it: what JSON cannot write comes as a text.
func number(raw json.RawMessage) string {
	if n := len(raw); n > 2 && raw[0] == '"' {
		return string(raw[1 : n-1])
	}
	return string(raw)
}
