package warc

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// rec is one record of a synthetic archive.
func rec(kind, uri, media, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-03-18T12:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, media, len(block), block)
}

var (
	sample = []string{
		rec("warcinfo", "", "application/warc-fields", "software: synthetic\r\n"),
		rec("request", "https://example.org/", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		rec("response", "https://example.org/", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>"),
		rec("revisit", "<https://example.org/again>", "application/http; msgtype=response", "HTTP/1.1 304 Not Modified\r\n\r\n"),
		rec("resource", "urn:thumbnail", "image/png", "png"),
		rec("response", "dns:example.org", "text/dns", "20260318\n"),
	}
	listed = []Record{
		{"https://example.org/", "2026-03-18T12:00:00Z", "text/html", 200},
		{"https://example.org/again", "2026-03-18T12:00:00Z", "", 304},
		{"urn:thumbnail", "2026-03-18T12:00:00Z", "image/png", 0},
		{"dns:example.org", "2026-03-18T12:00:00Z", "text/dns", 0},
	}
)

func list(t testing.TB, b []byte, max int) *Listing {
	t.Helper()
	l, err := List(bytes.NewReader(b), int64(len(b)), max)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// packed is each record in a gzip member of its own, as WARC asks for.
func packed(records []string) []byte {
	var b bytes.Buffer
	for _, r := range records {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(r))
		_ = z.Close()
	}
	return b.Bytes()
}

func TestWARC(t *testing.T) {
	for media, b := range map[string][]byte{"application/warc": []byte(strings.Join(sample, "")), "application/gzip": packed(sample)} {
		l := list(t, b, 100)
		if l == nil || l.Media != media || !reflect.DeepEqual(l.Records, listed) || len(l.Notes) > 0 {
			t.Errorf("%s: %+v", media, l)
		}
		if l := list(t, b, 3); len(l.Records) != 3 || l.More != 1 {
			t.Errorf("%s: %d listed, %d more", media, len(l.Records), l.More)
		}
	}
	for _, none := range []string{"", "x", "PK\x03\x04", "%PDF-1.7", "WARC/2.0\r\n", "\x1f\x8b"} {
		if l := list(t, []byte(none), 9); l != nil {
			t.Errorf("%q is a web archive: %+v", none, l)
		}
	}
}

// An archive that is hostile or breaks off is listed as far as it goes, and the
// rest is said.
func TestHostileWARC(t *testing.T) {
	good := sample[2]
	for name, x := range map[string]struct {
		text string
		note string
	}{
		"breaks off":        {good + sample[0][:len(sample[0])-6], "the archive breaks off in record 2: "},
		"no length":         {good + "WARC/1.0\r\nWARC-Type: response\r\n\r\n", `its length is ""`},
		"a negative length": {good + "WARC/1.0\r\nContent-Length: -1\r\n\r\n", `its length is "-1"`},
		"other text":        {good + "hello\r\n", `"hello" stands where a record begins`},
		"an endless line":   {good + "WARC/1.0\r\nA: " + strings.Repeat("x", MaxHeader+10), "a line beyond all bounds"},
		"endless headers":   {good + "WARC/1.0\r\n" + strings.Repeat("A: b\r\n", MaxHeader), "headers beyond all bounds"},
		"a huge length":     {good + "WARC/1.0\r\nContent-Length: 4611686018427387903\r\n\r\nx", "breaks off"},
	} {
		l := list(t, []byte(x.text), 9)
		if l == nil || len(l.Records) != 1 || len(l.Notes) != 1 || !strings.Contains(l.Notes[0], x.note) {
			t.Errorf("%s: %+v", name, l)
		}
	}
	long := list(t, []byte(rec("resource", "https://example.org/"+strings.Repeat("a", 9000)+"\xff", "\x00/\x00", "x")), 9)
	if len(long.Records) != 1 || len(long.Records[0].Address) > MaxText+3 || long.Records[0].Type != "" {
		t.Errorf("%+v", long)
	}
}

// What has no end in a file has one in the listing and in the time that it takes.
func TestBounds(t *testing.T) {
	var long strings.Builder
	for range 1000 {
		long.WriteString(rec("resource", strings.Repeat("\x01", MaxText), "text/plain", ""))
	}
	l := list(t, []byte(long.String()), 1000)
	n := 0
	for _, r := range l.Records {
		n += len(r.Address) + len(r.At) + len(r.Type)
	}
	if n < MaxListed || n > MaxListed+3*MaxText || len(l.Records)+l.More != 1000 || len(l.Notes) > 0 {
		t.Errorf("%d records with %d bytes, and %d more: %q", len(l.Records), n, l.More, l.Notes)
	}
	for name, x := range map[string]struct {
		between int
		note    string
	}{"as many empty lines as may be": {MaxEmpty - 2, ""}, "one more": {MaxEmpty - 1, "record 2: more than 16 empty lines stand before it; what follows is not listed"}} {
		if l := list(t, []byte(sample[4]+strings.Repeat("\r\n", x.between)+sample[5]), 9); strings.Join(l.Notes, "|") != x.note {
			t.Errorf("%s: %q", name, l.Notes)
		}
	}
	tiny := "WARC/1.0\nContent-Length:0\n\n"
	if l := list(t, []byte(strings.Repeat(tiny, MaxRecords)), 9); len(l.Notes) > 0 {
		t.Errorf("as many records as may be: %q", l.Notes)
	}
	if l := list(t, []byte(strings.Repeat(tiny, MaxRecords+1)), 9); len(l.Notes) != 1 || !strings.Contains(l.Notes[0], "has more than 1048576") {
		t.Errorf("one record more: %q", l.Notes)
	}
	stated := `{"resources": [` + strings.Repeat("{},", MaxFiles) + "{}]}"
	if l := list(t, wacz(t, file{"datapackage.json", stated}), 9); len(l.Notes) != 1 || !strings.Contains(l.Notes[0], "none is compared") {
		t.Errorf("many stated: %q", l.Notes)
	}
	for _, n := range list(t, wacz(t, file{"datapackage.json", "{}"}, file{strings.Repeat("\x01", 60_000), ""}), 9).Notes {
		if len(n) > MaxText {
			t.Errorf("a remark of %d bytes", len(n))
		}
	}
}

// file is one file of a synthetic WACZ.
type file struct{ name, text string }

func wacz(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(f.text))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func TestWACZ(t *testing.T) {
	data := string(packed(sample))
	pkg := fmt.Sprintf(`{"profile": "data-package", "resources": [{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": %q, "bytes": %d}]}`, sha(data), len(data))
	archive := file{"archive/data.warc.gz", data}
	signed := func(field, value string) file {
		return file{"datapackage-digest.json", fmt.Sprintf(`{"path": "datapackage.json", "hash": %q, %q: %s}`, sha(pkg), field, value)}
	}
	for name, x := range map[string]struct {
		files []file
		notes string
	}{
		"unsigned":     {[]file{archive, {"datapackage.json", pkg}}, "1 of 1 files have the digest that datapackage.json states|it has no datapackage-digest.json, so it is not signed"},
		"one spelling": {[]file{archive, {"datapackage.json", pkg}, signed("signedData", `{"publicKey": "x", "signature": "y"}`)}, "1 of 1 files have the digest that datapackage.json states|it has an anonymous signature, which is not checked here"},
		"the other":    {[]file{archive, {"datapackage.json", pkg}, signed("signatureData", `{"domain": "example.org"}`)}, "1 of 1 files have the digest that datapackage.json states|it has a signature in the name of a domain, which is not checked here"},
		"altered":      {[]file{archive, {"datapackage.json", pkg + " "}, signed("signedData", "null")}, "1 of 1 files have the digest that datapackage.json states|datapackage.json has not the digest that datapackage-digest.json states"},
		"more":         {[]file{archive, {"datapackage.json", pkg}, {"pages/pages.jsonl", "{}"}}, `1 of 1 files have the digest that datapackage.json states|"pages/pages.jsonl" is there and not stated|it has no datapackage-digest.json, so it is not signed`},
		"twice":        {[]file{archive, {"datapackage.json", pkg}, {"datapackage.json", "{}"}}, `"datapackage.json" is in it twice; the first is read|1 of 1 files have the digest that datapackage.json states|it has no datapackage-digest.json, so it is not signed`},
		"no JSON":      {[]file{archive, {"datapackage.json", "{"}}, "datapackage.json cannot be read: unexpected end of JSON input"},
	} {
		l := list(t, wacz(t, x.files...), 100)
		if l == nil || l.Media != "application/wacz" || !reflect.DeepEqual(l.Records, listed) {
			t.Errorf("%s: %+v", name, l)
			continue
		}
		if got := strings.Join(l.Notes, "|"); got != x.notes {
			t.Errorf("%s: notes %q", name, got)
		}
	}
	changed := wacz(t, file{"archive/data.warc.gz", string(packed(sample[:3]))}, file{"datapackage.json", pkg})
	if l := list(t, changed, 9); len(l.Notes) < 2 || !strings.Contains(l.Notes[0], "has not the digest or length that is stated") || !strings.HasPrefix(l.Notes[1], "0 of 1") {
		t.Errorf("a changed file: %+v", l)
	}
	if l := list(t, wacz(t, file{"x", "y"}), 9); l != nil {
		t.Errorf("any zip is a web archive: %+v", l)
	}
	var many []file
	for i := range MaxFiles + 1 {
		many = append(many, file{fmt.Sprint("pages/", i), ""})
	}
	if l := list(t, wacz(t, append(many, file{"datapackage.json", "{}"})...), 9); l == nil || len(l.Notes) != 1 || !strings.Contains(l.Notes[0], "none is listed") {
		t.Errorf("many files: %+v", l)
	}
	var countless []file
	for i := range 80_000 {
		countless = append(countless, file{fmt.Sprint("pages/", strings.Repeat("x", 60), i), ""})
	}
	if l := list(t, wacz(t, append(countless, file{"datapackage.json", "{}"})...), 9); l != nil {
		t.Errorf("countless files: %+v", l)
	}
}

// Any bytes are listed or refused, never with a panic.
func TestAlteredBytes(t *testing.T) {
	data := string(packed(sample))
	whole := [][]byte{[]byte(strings.Join(sample, "")), packed(sample), wacz(t, file{"archive/a.warc.gz", data}, file{"datapackage.json", "{}"})}
	r := rand.New(rand.NewPCG(1, 2))
	for _, b := range whole {
		for range 2000 {
			c := bytes.Clone(b)
			for range 1 + r.IntN(4) {
				c[r.IntN(len(c))] = byte(r.IntN(256))
			}
			list(t, c[:r.IntN(len(c)+1)], 3)
		}
	}
}

func FuzzList(f *testing.F) {
	f.Add([]byte(strings.Join(sample, "")))
	f.Add(packed(sample))
	f.Add(wacz(f, file{"archive/a.warc.gz", string(packed(sample))}, file{"datapackage.json", "{}"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		l := list(t, b, 5)
		if l != nil && (len(l.Records) > 5 || len(l.Notes) > MaxNotes+1) {
			t.Errorf("%d records, %d notes", len(l.Records), len(l.Notes))
		}
	})
}

// A packed archive is cut at every byte. Wherever its records can be made out, and
// it does not end between two, the note says that it breaks off.
func TestCut(t *testing.T) {
	var b bytes.Buffer
	ends := map[int]bool{}
	for _, r := range sample {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(r))
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		ends[b.Len()] = true
	}
	seen := 0
	for n := range b.Len() + 1 {
		l := list(t, b.Bytes()[:n], 9)
		if l == nil {
			continue // not even its first line is there
		}
		seen++
		if said := len(l.Notes) == 1 && strings.HasPrefix(l.Notes[0], "the archive breaks off in record "); said == ends[n] {
			t.Errorf("%d of %d bytes: %q", n, b.Len(), l.Notes)
		}
	}
	if seen < b.Len()/2 {
		t.Errorf("%d of %d cuts are web archives", seen, b.Len())
	}
}
