package archive

import (
	"context"
	"iter"

	"github.com/parquet-go/parquet-go"
)

// Tables are the tables of an archive where another program has them, those that
// are ByDay with the column day beside their own, as a text.
type Tables interface {
	// Rows gives the rows that a pick chooses, or more, and an error last. The values
	// are those of the columns of the pick, in their order, each of its column's type.
	Rows(ctx context.Context, p Pick) iter.Seq2[[]parquet.Value, error]
	// Days are the days that a table has rows of, in any order.
	Days(ctx context.Context, table string) ([]string, error)
}

// Pick chooses rows of a table.
type Pick struct {
	Table       string // fixes, silences, legs or records
	Columns     []string
	First, Last string // the days in the column day, both included; of records, which has none, empty
	Where       []Condition
	// Distinct says that a row like another may be left out.
	Distinct bool
	// Sorted asks for the order of Compare.
	Sorted bool
	// Greatest asks for one row with the greatest value of each column, null if there
	// is none.
	Greatest bool
}
