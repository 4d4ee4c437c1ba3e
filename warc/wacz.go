package warc

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// datapackage is what is read of a WACZ's datapackage.json (Frictionless Data).
type datapackage struct {
	Resources []struct {
		Path  string `json:"path"`
		Hash  string `json:"hash"`
		Bytes *int64 `json:"bytes"`
	} `json:"resources"`
}

// digest is what is read of datapackage-digest.json. Programs spell the field of
// the signature in two ways.
type digest struct {
	Path          string          `json:"path"`
	Hash          string          `json:"hash"`
	SignedData    json.RawMessage `json:"signedData"`
	SignatureData json.RawMessage `json:"signatureData"`
}

// maxDirectory is the most bytes that are read to find the files of a zip, so
// that one of countless empty files is refused.
const maxDirectory = 8 << 20

// budget is a file of which only so much is read.
type budget struct {
	r    io.ReaderAt
	left int64
}

// ReadAt implements io.ReaderAt.
func (b *budget) ReadAt(p []byte, at int64) (int, error) {
	if b.left != math.MaxInt64 {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errBound
		}
	}
	return b.r.ReadAt(p, at)
}

// wacz lists a WACZ. It reports whether the file is one: a zip with a
// datapackage.json.
func (l *lister) wacz(r io.ReaderAt, size int64) bool {
	directory := &budget{r, maxDirectory}
	z, err := zip.NewReader(directory, size)
	if err != nil {
		return false
	}
	directory.left = math.MaxInt64
	files := map[string]*zip.File{}
	twice := []string{}
	for _, f := range z.File {
		if _, ok := files[f.Name]; ok {
			twice = append(twice, f.Name)
			continue
		}
		files[f.Name] = f
	}
	if files["datapackage.json"] == nil {
		return false
	}
	l.Media = "application/wacz"
	if len(z.File) > MaxFiles {
		l.note("it has %d files, more than %d: none is listed", len(z.File), MaxFiles)
		return true
	}
	for _, name := range twice {
		l.note("%q is in it twice; the first is read", name)
	}
	l.resources(files)
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "archive/") && (strings.HasSuffix(f.Name, ".warc") || strings.HasSuffix(f.Name, ".warc.gz")) {
			l.open(f, func(r io.Reader) error { l.records(f.Name, r); return nil })
		}
	}
	return true
}

// resources checks the digests that the archive states of itself.
func (l *lister) resources(files map[string]*zip.File) {
	text, err := l.text(files["datapackage.json"])
	var p datapackage
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		l.note("datapackage.json cannot be read: %v", err)
		return
	}
	if len(p.Resources) > MaxFiles {
		l.note("datapackage.json states %d files, more than %d: none is compared", len(p.Resources), MaxFiles)
		return
	}
	agree := 0
	stated := map[string]bool{"datapackage.json": true, "datapackage-digest.json": true}
	for _, r := range p.Resources {
		stated[r.Path] = true
		if f := files[r.Path]; f == nil {
			l.note("%q is stated and not there", r.Path)
		} else if l.agrees(f, r.Hash, r.Bytes) {
			agree++
		}
	}
	l.note("%d of %d files have the digest that datapackage.json states", agree, len(p.Resources))
	for _, name := range sortedNames(files) {
		if !stated[name] && !strings.HasSuffix(name, "/") {
			l.note("%q is there and not stated", name)
		}
	}
	l.signature(files["datapackage-digest.json"], text)
}

// agrees compares a file with what is stated of it.
func (l *lister) agrees(f *zip.File, hash string, bytes *int64) bool {
	want, ok := strings.CutPrefix(hash, "sha256:")
	if !ok {
		l.note("%q has no SHA-256 stated: %.80q", f.Name, hash)
		return false
	}
	s := sha256.New()
	var n int64
	if !l.open(f, func(r io.Reader) (err error) { n, err = io.Copy(s, r); return err }) {
		return false
	}
	got := hex.EncodeToString(s.Sum(nil))
	if got != want || bytes != nil && *bytes != n {
		l.note("%q has not the digest or length that is stated: it has sha256:%s and %d bytes", f.Name, got, n)
		return false
	}
	return true
}

// signature says whether the archive is signed. It checks no signature.
func (l *lister) signature(f *zip.File, datapackage []byte) {
	if f == nil {
		l.note("it has no datapackage-digest.json, so it is not signed")
		return
	}
	text, err := l.text(f)
	var d digest
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	sum := sha256.Sum256(datapackage)
	switch signed := cmp.Or(string(d.SignedData), string(d.SignatureData)); {
	case err != nil:
		l.note("datapackage-digest.json cannot be read: %v", err)
	case d.Hash != "sha256:"+hex.EncodeToString(sum[:]):
		l.note("datapackage.json has not the digest that datapackage-digest.json states")
	case signed == "" || signed == "null":
		l.note("it is not signed")
	case strings.Contains(signed, `"domain"`):
		l.note("it has a signature in the name of a domain, which is not checked here")
	default:
		l.note("it has an anonymous signature, which is not checked here")
	}
}

// text is a whole JSON file.
func (l *lister) text(f *zip.File) (b []byte, err error) {
	if f.UncompressedSize64 > MaxJSON {
		return nil, fmt.Errorf("it has more than %d bytes", MaxJSON)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err = io.ReadAll(io.LimitReader(bounded{l, r}, MaxJSON+1))
	if err == nil && len(b) > MaxJSON {
		err = fmt.Errorf("it has more than %d bytes", MaxJSON)
	}
	return b, err
}

// open unpacks a file for f and notes what fails.
func (l *lister) open(f *zip.File, read func(io.Reader) error) bool {
	r, err := f.Open()
	if err == nil {
		defer r.Close()
		err = read(bounded{l, r})
	}
	if err != nil {
		l.note("%q cannot be read: %v", f.Name, err)
	}
	return err == nil
}

func sortedNames(files map[string]*zip.File) []string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
