package trino

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

func TestSelectRows(t *testing.T) {
	p := archive.Pick{Table: "fixes", Columns: []string{"time", "row"}, First: "2025-03-15", Last: "2025-03-16", Sorted: true}
	p.Where = []archive.Condition{
		{Column: "time", Time: span.Of(5, 7)}, {Column: "first", Time: span.Of(span.Beginning, 7), Null: true}, {Column: "last", Time: span.Of(5, span.End)}, {Column: "any", Time: span.Of(span.Beginning, span.End)},
		{Column: "proves", True: true},
		{Column: "address", Texts: []string{"a", "b'c"}, Null: true}, {Column: "none", Texts: []string{}}, {Column: "void", Texts: []string{}, Null: true},
	}
	p.Where = append(p.Where, archive.PlaceWithin(geo.Box{South: -0.1, North: 25, West: 170, East: -170})...)
	want := `SELECT "time", "row" FROM "fixes" WHERE "day" BETWEEN '2025-03-15' AND '2025-03-16' AND ("time" BETWEEN 5 AND 7) AND ("first" IS NULL OR "first" <= 7)` +
		` AND ("last" >= 5) AND ("proves") AND ("address" IS NULL OR "address" IN ('a', 'b''c')) AND FALSE AND ("void" IS NULL)` +
		` AND ("lat" BETWEEN -1E-01 AND 2.5E+01) AND ("lon" BETWEEN -infinity() AND -1.7E+02 OR "lon" BETWEEN 1.7E+02 AND infinity())` + inOrder
	if got := selectRows(p); got != want {
		t.Errorf("%s\nand not\n%s", got, want)
	}
	p = archive.Pick{Table: "fixes", Columns: []string{"radius_m"}, Greatest: true}
	if got := selectRows(p); !strings.HasPrefix(got, `SELECT max("radius_m") FROM`) {
		t.Error(got)
	}
	many := make([]string, mostTexts+1)
	if got := condition(archive.Condition{Column: "address", Texts: many}); got != "" {
		t.Errorf("%d texts are listed", len(many))
	}
}

// Values are those that were written, to the last bit.
func TestValue(t *testing.T) {
	for _, x := range []float64{0, 0.1, -1e300, math.SmallestNonzeroFloat64, 179.99999999999997, math.Inf(1), math.Inf(-1)} {
		raw := strconv.FormatFloat(x, 'E', -1, 64)
		if math.IsInf(x, 0) {
			raw = map[bool]string{true: `"Infinity"`, false: `"-Infinity"`}[x > 0]
		}
		if v, err := value("double", json.RawMessage(raw)); err != nil || v.Double() != x {
			t.Errorf("%s is read as %v, %v", raw, v, err)
		}
	}
	if v, err := value("real", json.RawMessage("330.1")); err != nil || v.Float() != 330.1 {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := value("bigint", json.RawMessage("-9007199254740993")); err != nil || v.Int64() != -9007199254740993 {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := value("varchar", json.RawMessage(`"Made, \"Up\" \u0026 S\u00f6hne"`)); err != nil || string(v.ByteArray()) != `Made, "Up" & Söhne` {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := value("integer", json.RawMessage("null")); err != nil || !v.IsNull() {
		t.Errorf("%v, %v", v, err)
	}
	for kind, raw := range map[string]string{"bigint": "1.5", "integer": "2147483648", "boolean": "3", "varchar": "3", "double": `"x"`, "real": "[]"} {
		if v, err := value(kind, json.RawMessage(raw)); err == nil {
			t.Errorf("%s is read as the %s %v", raw, kind, v)
		}
	}
}

// Cells are numbers in full, to the last bit, and nothing for null.
func TestCell(t *testing.T) {
	for raw, want := range map[string]string{"null": "", "1.704181263E9": "1704181263", "1.7041812625E9": "1704181262.5", "26.2285": "26.2285", "1E-7": "0.0000001", "true": "true", "false": "false",
		`"GXA6143 "`: "GXA6143 ", `"0416"`: "0416", "47.3664830095": "47.3664830095"} {
		if got, err := cell(json.RawMessage(raw)); err != nil || got != want {
			t.Errorf("%s is written as %q, %v", raw, got, err)
		}
	}
}
