package follow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/docket"
)

// Readers are those of package docket, by kind of feed.
func Readers(o docket.Options) map[Kind]Reader {
	read := func(b []byte) (*Page, error) { return readDocket(b, o) }
	return map[Kind]Reader{Window: read, Mirror: read, Hook: read}
}

// readDocket reads an answer as package docket does. What that says of times, of
// numbers and of texts is what tells one item from another; what changes by
// itself, such as when CourtListener last looked at an entry, is left out.
func readDocket(b []byte, o docket.Options) (*Page, error) {
	file, err := docket.Read(bytes.NewReader(b), "what came", o)
	if err != nil {
		return nil, err
	}
	p := &Page{}
	for _, t := range file.Times {
		if t.Kind == docket.Published && t.Clock == "" {
			p.Built = moment(t)
		}
	}
	for _, n := range file.Notes {
		if strings.HasPrefix(n.Path, "channel.item") { // what is said of single items
			p.Notes = append(p.Notes, fmt.Sprintf("%s: %s", n.Path, n.Text))
		}
	}
	for i := range file.Sheets {
		for j := range file.Sheets[i].Entries {
			p.Items = append(p.Items, item(&file.Sheets[i], &file.Sheets[i].Entries[j]))
		}
	}
	if bytes.HasPrefix(bytes.TrimLeft(b, "\ufeff \t\r\n"), []byte("{")) {
		var list struct {
			Next string `json:"next"`
		}
		if err := json.Unmarshal(b, &list); err != nil {
			return nil, err
		}
		p.Next = list.Next
	}
	return p, nil
}

// unsaid are fields of CourtListener that say nothing of the entry, and that its
// webhooks leave out.
var unsaid = []string{"resource_uri", "tags"}

func item(s *docket.Sheet, e *docket.Entry) Item {
	it := Item{Case: s.Number, Number: e.Number, Text: e.Text, Byte: e.Byte}
	if it.Text == "" {
		it.Text = e.Short
	}
	said := []string{s.Number, s.CaseID, s.Caption, e.Number, e.Seq, e.Short, e.Text}
	for _, d := range e.Documents {
		said = append(said, "document", d.Number, d.Attachment, d.ID, d.Text)
	}
	for _, f := range e.Fields {
		switch {
		case slices.Contains(unsaid, f.Name):
			continue
		case f.Name == "guid" || f.Name == "id":
			it.Keys = append(it.Keys, f.Name+":"+f.Text)
		}
		said = append(said, "field", f.Name, f.Text)
	}
	for _, t := range e.Times {
		if t.Kind == docket.Published {
			it.Stated, it.At = t.Text, moment(t)
		}
		if t.Clock == "" {
			said = append(said, "time", string(t.Kind), t.Text)
		}
	}
	if it.Case != "" && it.Stated != "" {
		it.Keys = append(it.Keys, it.Case+" at "+it.Stated)
	}
	it.Content = fmt.Sprintf("%q", said)
	return it
}

// moment is the earliest that a stated time allows.
func moment(t docket.Time) time.Time {
	if !t.Span.Bounded() {
		return time.Time{}
	}
	return time.UnixMilli(int64(t.Span.Earliest())).UTC()
}
