package trino

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/archive"
)

// Kinds of schema.
const (
	NoKind      = iota // it has none of the tables that are known
	ArchiveKind        // the tables of an archive
	OpenSkyKind        // OpenSky's state vectors
)

// Open looks what the schema of a client has. The columns of an archive's tables
// must be those of its version, whatever others there are.
func (c *Client) Open(ctx context.Context) (kind int, err error) {
	have, err := c.columns(ctx)
	if err != nil {
		return NoKind, err
	}
	if _, ok := have[stateVectors]; ok {
		return OpenSkyKind, c.failed(checkStates(have[stateVectors]), false)
	}
	missing, differing := []string{}, []error{}
	for _, name := range slices.Sorted(maps.Keys(archive.Schemas())) {
		if have[name] == nil {
			missing = append(missing, name)
		} else if err := checkTable(name, have[name]); err != nil {
			differing = append(differing, err)
		}
	}
	switch {
	case len(missing) == len(archive.Schemas()):
		return NoKind, c.failed(fmt.Errorf("it has neither the tables of an archive nor %s", stateVectors), false)
	case len(missing) > 0:
		return NoKind, c.failed(fmt.Errorf("tables of an archive are missing: %s", strings.Join(missing, ", ")), false)
	}
	return ArchiveKind, c.failed(errors.Join(differing...), false)
}

// columns are the types of columns by table and name.
func (c *Client) columns(ctx context.Context) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	sql := `SELECT "table_name", "column_name", "data_type" FROM "information_schema"."columns" WHERE "table_schema" = ` + text(c.at.Schema) +
		` AND "table_name" IN (` + list(append(slices.Sorted(maps.Keys(archive.Schemas())), stateVectors)) + `)`
	err := c.query(ctx, sql, func(_ []column, row []json.RawMessage) error {
		var s [3]string
		for i := range s {
			if err := json.Unmarshal(row[i], &s[i]); err != nil {
				return err
			}
		}
		if out[s[0]] == nil {
			out[s[0]] = map[string]string{}
		}
		out[s[0]][s[1]] = s[2]
		return nil
	})
	return out, err
}

// checkTable holds a table's columns to those of the archive's version.
func checkTable(name string, have map[string]string) error {
	var wrong []string
	for _, c := range tableOf(name) {
		if is := have[c.Name]; is == "" {
			wrong = append(wrong, c.Name+" is missing")
		} else if is != c.Type && !(c.Type == "varchar" && strings.HasPrefix(is, "varchar(")) {
			wrong = append(wrong, fmt.Sprintf("%s is of type %s, not %s", c.Name, is, c.Type))
		}
	}
	if wrong == nil {
		return nil
	}
	return fmt.Errorf("the columns of table %s are not those of an archive: %s", name, strings.Join(wrong, ", "))
}

// tableOf are the columns of an archive's table as Trino declares them.
func tableOf(table string) (out []column) {
	for _, f := range archive.Schemas()[table].Fields() {
		out = append(out, column{f.Name(), typeOf(f)})
	}
	if archive.ByDay(table) {
		out = append(out, column{"day", "varchar"})
	}
	return out
}

// typeOf is the type of a column. A time is the number that the file has, since
// as a timestamp a cluster moves it by the zone that it is set to or runs in.
func typeOf(n parquet.Node) string {
	switch n.Type().Kind() {
	case parquet.Boolean:
		return "boolean"
	case parquet.Int32:
		return "integer"
	case parquet.Int64:
		return "bigint"
	case parquet.Float:
		return "real"
	case parquet.Double:
		return "double"
	}
	return "varchar"
}

var _ archive.Tables = (*Client)(nil)

// Rows gives the rows of a pick; see archive.Tables.
func (c *Client) Rows(ctx context.Context, p archive.Pick) iter.Seq2[[]parquet.Value, error] {
	return func(yield func([]parquet.Value, error) bool) {
		values := make([]parquet.Value, len(p.Columns))
		err := c.query(ctx, selectRows(p), func(cs []column, row []json.RawMessage) (err error) {
			if len(row) != len(values) {
				return fmt.Errorf("ask %s: a row of %s has %d values, and %d were asked for", c.at, p.Table, len(row), len(values))
			}
			for i := range row {
				if values[i], err = value(cs[i].Type, row[i]); err != nil {
					return fmt.Errorf("ask %s: table %s, column %s: %w", c.at, p.Table, p.Columns[i], err)
				}
			}
			if !yield(values, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && err != errStop {
			yield(nil, err)
		}
	}
}

// errStop ends a query that nobody goes on with.
var errStop = errors.New("stop")

// Days are the days that a table has partitions of.
func (c *Client) Days(ctx context.Context, table string) (out []string, err error) {
	err = c.query(ctx, `SELECT "day" FROM `+quoted(table+"$partitions"), func(_ []column, row []json.RawMessage) error {
		var day string
		if err := json.Unmarshal(row[0], &day); err != nil {
			return err
		}
		out = append(out, day)
		return nil
	})
	return out, err
}

// Register is the SQL by which a cluster with the Hive connector gets the tables of
// an archive, one statement to an element: location is where its folder is, as the
// cluster names it. What is added later shows after the statements that begin with
// CALL.
func Register(catalog, schema, location string) (out []string) {
	in := catalog + "." + schema
	out = append(out, "CREATE SCHEMA IF NOT EXISTS "+in)
	for _, table := range slices.Sorted(maps.Keys(archive.Schemas())) {
		var b strings.Builder
		fmt.Fprintf(&b, "CREATE TABLE %s.%s (", in, table)
		for i, c := range tableOf(table) {
			fmt.Fprintf(&b, "%s\n  %s %s", ","[:min(i, 1)], quoted(c.Name), c.Type)
		}
		parts := ""
		if archive.ByDay(table) {
			parts = ", partitioned_by = ARRAY['day']"
		}
		fmt.Fprintf(&b, "\n) WITH (format = 'PARQUET'%s, external_location = %s)", parts, text(location+"/"+table))
		out = append(out, b.String())
	}
	for _, table := range slices.Sorted(maps.Keys(archive.Schemas())) {
		if !archive.ByDay(table) {
			continue
		}
		out = append(out, fmt.Sprintf("CALL %s.system.sync_partition_metadata(%s, %s, 'FULL')", catalog, text(schema), text(table)))
	}
	return out
}
