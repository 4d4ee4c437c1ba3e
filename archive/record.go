package archive

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/internal/durable"
)

// record is the manifest or a record of what was added, as text, for programs that
// read tables alone.
type record struct{ name, text string }

var records = newTable("records", []column[record]{
	recordColumn("name", func(r *record) *string { return &r.name }),
	recordColumn("text", func(r *record) *string { return &r.text }),
})

func recordColumn(name string, of func(*record) *string) column[record] {
	return column[record]{name, required(parquet.String()),
		func(r *record) parquet.Value { return textValue(*of(r)) },
		func(r *record, v parquet.Value, _ texts) { *of(r) = string(v.ByteArray()) }}
}

// recordFile is the file of the table records that has the text of a file of the
// archive: records/000001.parquet for adds/000001.json.
func recordFile(name string) string {
	return records.name + "/" + strings.TrimSuffix(filepath.Base(filepath.FromSlash(name)), ".json") + ".parquet"
}

// writeRecordTable writes a file of the table records by way of durable.Create or
// durable.WriteFile.
func writeRecordTable(dir, name string, text []byte, put func(string, []byte) error) error {
	if err := durable.MkdirAll(filepath.Join(dir, records.name)); err != nil {
		return err
	}
	var b bytes.Buffer
	w := writer(&b, records, pageBytes, parquet.KeyValueMetadata(keyFormat, fmt.Sprint(Version)), parquet.KeyValueMetadata(keyTable, records.name))
	if _, err := w.WriteRows([]parquet.Row{records.row(&record{name, string(text)}, nil)}); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return put(filepath.Join(dir, filepath.FromSlash(recordFile(name))), b.Bytes())
}

// Listing is a manifest with its records.
type Listing struct {
	Manifest *Manifest `json:"manifest"`
	Digest   string    `json:"digest"` // of the manifest's bytes
	Records  []*Add    `json:"records"`
}

// Listing reads what the archive holds.
func (a *Archive) Listing(context.Context) (*Listing, error) {
	l := &Listing{Manifest: a.m, Records: []*Add{}}
	for _, ref := range a.m.Adds {
		x, err := readAdd(a.dir, ref)
		if err != nil {
			return nil, err
		}
		l.Records = append(l.Records, x)
	}
	var err error
	l.Digest, err = a.Digest()
	return l, err
}

// Listing is what the manifest and the records in the table records say, held to
// their digests as in a folder.
func (r *Remote) Listing(ctx context.Context) (*Listing, error) {
	have := map[string]string{}
	err := each(ctx, r, records, func() record { return record{} }, Pick{Columns: records.names()}, nil, func(x *record) error {
		if _, twice := have[x.name]; twice {
			return fmt.Errorf("table %s: %q is there twice", records.name, x.name)
		}
		have[x.name] = x.text
		return nil
	})
	if err != nil {
		return nil, err
	}
	text, ok := have[manifestName]
	if !ok {
		return nil, fmt.Errorf("table %s: there is no %s", records.name, manifestName)
	}
	l := &Listing{Digest: cite.Sum([]byte(text)).String(), Records: []*Add{}}
	if l.Manifest, err = parseManifest(records.name+": "+manifestName, []byte(text)); err != nil {
		return nil, err
	}
	for _, ref := range l.Manifest.Adds {
		text, ok := have[ref.Name]
		if !ok {
			return nil, fmt.Errorf("table %s: there is no %s, which the manifest names", records.name, ref.Name)
		}
		x, err := parseAdd(records.name+": "+ref.Name, []byte(text), ref)
		if err != nil {
			return nil, err
		}
		l.Records = append(l.Records, x)
	}
	return l, nil
}
