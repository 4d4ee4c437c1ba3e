package follow

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/holdshort/holdshort/docket"
)

// shared holds real files, which are no part of the repository.
const shared = "../../shared/data/dockets"

// Of each real feed every item is told from every other that differs in anything,
// and the feed covers what lies between its oldest item and when it says that it
// was made. The items are counted by another reader.
func TestRealFeeds(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(shared, "rss/*.xml"))
	if err != nil || len(names) == 0 {
		t.Skip("the real files are not here")
	}
	read := Readers(docket.Options{})[Window]
	total := 0
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var plain struct {
			Built string `xml:"channel>lastBuildDate"`
			Items []struct {
				Title string `xml:"title"`
				All   string `xml:",innerxml"`
			} `xml:"channel>item"`
		}
		d := xml.NewDecoder(bytes.NewReader(b))
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		d.Strict = false
		if err := d.Decode(&plain); err != nil {
			t.Fatal(err)
		}
		p, err := read(b)
		if err != nil {
			t.Fatal(err)
		}
		distinct, contents := map[string]bool{}, map[string]bool{}
		for _, i := range plain.Items {
			distinct[i.All] = true
		}
		for _, i := range p.Items {
			contents[i.Content] = true
			if i.At.IsZero() || len(i.Keys) != 2 || i.Stated == "" || !bytes.HasPrefix(b[i.Byte:], []byte("<item")) {
				t.Errorf("%s: %+v", name, i)
			}
		}
		if len(p.Items) != len(plain.Items) || len(contents) != len(distinct) {
			t.Errorf("%s: %d items of %d, %d contents of %d", name, len(p.Items), len(plain.Items), len(contents), len(distinct))
		}
		if p.Built.IsZero() != (plain.Built == "") || !p.Built.IsZero() && p.Built.Sub(p.Items[0].At) > 3*24*time.Hour {
			t.Errorf("%s: made at %s, as %q", name, p.Built, plain.Built)
		}
		total += len(p.Items)
	}
	t.Logf("%d items in %d feeds", total, len(names))
}

// What CourtListener sends by itself and what its interface lists are the same
// entry, but for fields that say nothing of it.
func TestContentOfMirror(t *testing.T) {
	read := Readers(docket.Options{})
	var hook struct {
		Payload struct {
			Results []map[string]any `json:"results"`
		} `json:"payload"`
	}
	sent := alert(5, 1)
	if err := json.Unmarshal(sent, &hook); err != nil {
		t.Fatal(err)
	}
	entry := hook.Payload.Results[0]
	list := func(change func()) *Page {
		change()
		b, err := json.Marshal(map[string]any{"next": "https://x/?cursor=2", "results": []any{entry}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := read[Mirror](b)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	a, err := read[Hook](sent)
	if err != nil {
		t.Fatal(err)
	}
	b := list(func() { entry["resource_uri"], entry["tags"] = "https://x/5/", []any{} })
	if a.Next != "" || b.Next != "https://x/?cursor=2" || a.Items[0].Content != b.Items[0].Content || b.Items[0].Keys[0] != "id:5" {
		t.Errorf("%+v\n%+v", a, b)
	}
	if !b.Items[0].At.Equal(time.Date(2025, 3, 15, 23, 31, 0, 0, time.UTC)) {
		t.Errorf("changed at %s", b.Items[0].At)
	}
	if c := list(func() { entry["date_modified"] = "2025-03-16T00:00:00-07:00" }); c.Items[0].Content != b.Items[0].Content {
		t.Error("another look of CourtListener's is another entry")
	}
	for _, field := range []string{"description", "entry_number", "date_filed", "pacer_sequence_number"} {
		was := entry[field]
		if c := list(func() { entry[field] = "2025-03-17" }); c.Items[0].Content == b.Items[0].Content {
			t.Errorf("another %s is the same entry", field)
		}
		entry[field] = was
	}
}
