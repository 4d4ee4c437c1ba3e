package archive

import (
	"slices"

	"github.com/parquet-go/parquet-go"
)

// table is the columns of one kind of file, whose rows are of type R. It is both
// schema and code: what has no column is neither written nor read.
type table[R any] struct {
	name    string // of the folder
	columns []column[R]
	schema  *parquet.Schema
	levels  []int // definition level of a value that is there, by column
}

// column is one column of a table.
type column[R any] struct {
	name string
	node parquet.Node
	get  func(*R) parquet.Value // null if the row has none
	set  func(*R, parquet.Value, texts)
}

// texts are strings that have been read, so that each is kept once.
type texts map[string]string

// mostTexts bounds texts; beyond, it begins anew.
const mostTexts = 1 << 16

func (x texts) of(v parquet.Value) string {
	b := v.ByteArray()
	s, ok := x[string(b)]
	if !ok {
		if len(x) >= mostTexts {
			clear(x)
		}
		s = string(b)
		x[s] = s
	}
	return s
}

// newTable makes a table of columns, whose order it keeps.
func newTable[R any](name string, columns []column[R]) *table[R] {
	t := &table[R]{name: name, columns: columns}
	group := parquet.Group{}
	for _, c := range columns {
		group[c.name] = c.node
		level := 0
		if c.node.Optional() {
			level = 1
		}
		t.levels = append(t.levels, level)
	}
	t.schema = parquet.NewSchema(name, inOrder{group, func(name string) int { return t.at(name) }})
	return t
}

// at is the number of a column.
func (t *table[R]) at(name string) int {
	return slices.IndexFunc(t.columns, func(c column[R]) bool { return c.name == name })
}

// inOrder is a group of columns in another order than that of their names.
type inOrder struct {
	parquet.Group
	at func(name string) int
}

// Fields are the columns in their order.
func (g inOrder) Fields() []parquet.Field {
	fs := g.Group.Fields()
	slices.SortFunc(fs, func(a, b parquet.Field) int { return g.at(a.Name()) - g.at(b.Name()) })
	return fs
}

// row is r as a row of Parquet.
func (t *table[R]) row(r *R, into parquet.Row) parquet.Row {
	for i, c := range t.columns {
		v, level := c.get(r), t.levels[i]
		if v.IsNull() {
			level = 0
		}
		into = append(into, v.Level(0, level, i))
	}
	return into
}

// fill puts a row of Parquet into r.
func (t *table[R]) fill(r *R, row parquet.Row, x texts) {
	for _, v := range row {
		if !v.IsNull() {
			t.columns[v.Column()].set(r, v, x)
		}
	}
}

// Kinds of column. Dictionaries hold what repeats, differences what goes up
// slowly; both are read everywhere.
var (
	zstd      = &parquet.Zstd
	differing = &parquet.DeltaBinaryPacked
	listed    = &parquet.RLEDictionary
)

func required(n parquet.Node) parquet.Node { return parquet.Compressed(n, zstd) }

func deltas(n parquet.Node) parquet.Node { return required(parquet.Encoded(n, differing)) }

func listedOf(n parquet.Node) parquet.Node { return required(parquet.Encoded(n, listed)) }

func maybe(n parquet.Node) parquet.Node { return parquet.Optional(n) }

func timestamp() parquet.Node { return parquet.Timestamp(parquet.Millisecond) }

func long() parquet.Node { return parquet.Int(64) }

func integer() parquet.Node { return parquet.Int(32) }

func double() parquet.Node { return parquet.Leaf(parquet.DoubleType) }

// split stores the first bytes of all values together, then the second and so on,
// which lets coordinates be compressed.
func split(n parquet.Node) parquet.Node {
	return required(parquet.Encoded(n, &parquet.ByteStreamSplit))
}

func float() parquet.Node { return parquet.Leaf(parquet.FloatType) }

func boolean() parquet.Node { return parquet.Leaf(parquet.BooleanType) }

// null is no value.
func null() parquet.Value { return parquet.Value{} }

// textValue is a text, null if it is empty.
func textValue(s string) parquet.Value {
	if s == "" {
		return null()
	}
	return parquet.ByteArrayValue([]byte(s))
}

// Columns are the names of the columns of each table, in their order.
func Columns() map[string][]string {
	return map[string][]string{fixes.name: fixes.names(), silences.name: silences.names(), legs.name: legs.names(), records.name: records.names()}
}

func (t *table[R]) names() (out []string) {
	for _, c := range t.columns {
		out = append(out, c.name)
	}
	return out
}

// Schemas are the tables as Parquet has them, with their columns in order.
func Schemas() map[string]*parquet.Schema {
	return map[string]*parquet.Schema{fixes.name: fixes.schema, silences.name: silences.schema, legs.name: legs.schema, records.name: records.schema}
}

// ByDay reports whether a table lies in folders by day, which tables of other
// programs have as a column.
func ByDay(table string) bool { return table != records.name }
