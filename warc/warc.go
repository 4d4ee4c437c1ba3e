// Package warc lists what is in a web archive: WARC 1.0 and 1.1, packed with gzip
// or not, and WACZ 1.x. It renders nothing, follows nothing and changes nothing,
// and reads hostile files in bounded time and memory.
package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/textproto"
	"strconv"
	"strings"
)

// Bounds, so that listing takes bounded time and memory whatever a file holds.
const (
	MaxUnpacked = 4 << 30  // bytes read of one archive, unpacked, all files in it together
	MaxHeader   = 64 << 10 // bytes of the headers of one record
	MaxFiles    = 10_000   // files in a WACZ
	MaxJSON     = 4 << 20  // bytes of a JSON file in a WACZ
	MaxRecords  = 1 << 20  // records read of one archive, all files in it together
	MaxEmpty    = 16       // empty lines between two records, which should be two
	MaxText     = 2 << 10  // bytes of a text that is listed, or of a remark
	MaxListed   = 1 << 20  // bytes of all texts listed, so that the entry in the log has an end
	MaxNotes    = 20       // remarks on an archive; the rest are counted
)

// Record is what one record of an archive was got from.
type Record struct {
	Address string
	At      string // as the archive states it
	Type    string // media type, as the server stated it
	Status  int    // of HTTP; 0 if there is none
}

// Listing is what is in an archive.
type Listing struct {
	Media   string // "application/warc", "application/gzip" or "application/wacz"
	Records []Record
	More    int      // records beyond those listed
	Notes   []string // what is wrong or worth knowing, digests that differ among them
	notes   int
}

// List lists an archive of a size, up to max records of it. It is nil if the
// bytes are no web archive. An archive that breaks off is listed as far as it
// goes, with a note. The error is one of reading r.
func List(r io.ReaderAt, size int64, max int) (*Listing, error) {
	l := &lister{Listing: &Listing{}, max: max, left: MaxUnpacked}
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if !l.wacz(r, size) {
			return nil, nil
		}
	case bytes.HasPrefix(head, []byte("WARC/1.")):
		l.Media = "application/warc"
		l.records("", io.NewSectionReader(r, 0, size))
	case isPacked(head):
		l.Media = "application/gzip"
		l.records("", io.NewSectionReader(r, 0, size))
	default:
		return nil, nil
	}
	if more := l.notes - len(l.Notes); more > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("and %d more remarks", more))
	}
	return l.Listing, nil
}

// isPacked reports whether a file begins with a packed WARC record.
func isPacked(head []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	start := make([]byte, 7)
	_, err = io.ReadFull(z, start)
	return err == nil && string(start) == "WARC/1."
}

// lister fills a listing.
type lister struct {
	*Listing
	max    int
	left   int64 // bytes that may still be read
	read   int   // records
	listed int   // bytes of texts
}

func (l *lister) note(format string, args ...any) {
	if l.notes++; l.notes <= MaxNotes {
		l.Notes = append(l.Notes, clip(fmt.Sprintf(format, args...)))
	}
}

// errBound is that more was to be read than may be.
var errBound = fmt.Errorf("it unpacks to more than %d bytes", int64(MaxUnpacked))

// bounded reads no more than the lister may.
type bounded struct {
	l *lister
	r io.Reader
}

// Read implements io.Reader.
func (b bounded) Read(p []byte) (int, error) {
	if b.l.left <= 0 {
		return 0, errBound
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.l.left)])
	b.l.left -= int64(n)
	return n, err
}

// records lists the records of one WARC file, packed or not. name is where it is
// in a WACZ.
func (l *lister) records(name string, r io.Reader) {
	raw := bufio.NewReader(r)
	if magic, _ := raw.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(raw)
		if err != nil {
			l.note("%sit cannot be unpacked: %v", in(name), err)
			return
		}
		r = z
	} else {
		r = raw
	}
	b := bufio.NewReaderSize(bounded{l, r}, 64<<10)
	for n := 1; ; n++ {
		switch err := l.record(b); {
		case err == io.EOF:
			return
		case errors.Is(err, io.ErrUnexpectedEOF):
			l.note("%sthe archive breaks off in record %d: what should follow is not here", in(name), n)
			return
		case err != nil:
			l.note("%srecord %d: %v; what follows is not listed", in(name), n, err)
			return
		}
	}
}

func in(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("%q: ", name)
}

// record reads one record; io.EOF is the end between two.
func (l *lister) record(b *bufio.Reader) error {
	version, err := line(b)
	for n := 1; err == nil && version == ""; n++ {
		if n > MaxEmpty {
			return fmt.Errorf("more than %d empty lines stand before it", MaxEmpty)
		}
		version, err = line(b) // the two empty lines after a record
	}
	if err != nil {
		return err
	}
	if l.read++; l.read > MaxRecords {
		return fmt.Errorf("the archive has more than %d", MaxRecords)
	}
	if !strings.HasPrefix(version, "WARC/1.") {
		return fmt.Errorf("%.40q stands where a record begins", version)
	}
	h, err := headers(b)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 63)
	if err != nil || n < 0 {
		return fmt.Errorf("its length is %.40q", h.Get("Content-Length"))
	}
	body := &io.LimitedReader{R: b, N: n}
	switch h.Get("Warc-Type") {
	case "response", "resource", "revisit", "conversion":
		l.add(h, body)
	}
	if _, err := io.Copy(io.Discard, body); err != nil {
		return err
	}
	if body.N > 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// add lists a record, or counts it.
func (l *lister) add(h textproto.MIMEHeader, body *io.LimitedReader) {
	if len(l.Records) >= l.max || l.listed >= MaxListed {
		l.More++
		return
	}
	r := Record{Address: clip(strings.Trim(h.Get("Warc-Target-Uri"), "<>")), At: clip(h.Get("Warc-Date")), Type: mediaType(h.Get("Content-Type"))}
	if r.Type == "application/http" {
		r.Type = ""
		b := bufio.NewReader(io.LimitReader(body, MaxHeader))
		if first, err := line(b); err == nil && strings.HasPrefix(first, "HTTP/") {
			if f := strings.Fields(first); len(f) > 1 {
				if s, err := strconv.Atoi(f[1]); err == nil && 100 <= s && s < 1000 {
					r.Status = s
				}
			}
			if hh, err := headers(b); err == nil {
				r.Type = mediaType(hh.Get("Content-Type"))
			}
		}
	}
	l.listed += len(r.Address) + len(r.At) + len(r.Type)
	l.Records = append(l.Records, r)
}

func mediaType(s string) string {
	t, _, err := mime.ParseMediaType(s)
	if err != nil {
		return ""
	}
	return clip(t)
}

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), MaxText)], "�") }

// line reads one line of at most MaxHeader bytes, without its end.
func line(b *bufio.Reader) (string, error) {
	var out []byte
	for {
		part, err := b.ReadSlice('\n')
		out = append(out, part...)
		switch {
		case len(out) > MaxHeader:
			return "", errors.New("it has a line beyond all bounds")
		case err == nil:
			return strings.TrimRight(string(out), "\r\n"), nil
		case err == io.EOF && len(out) > 0:
			return strings.TrimRight(string(out), "\r\n"), nil
		case err != bufio.ErrBufferFull:
			return "", err
		}
	}
}

// headers reads lines "Name: value" up to an empty one. Of a name given twice
// the first counts.
func headers(b *bufio.Reader) (textproto.MIMEHeader, error) {
	h := textproto.MIMEHeader{}
	for n := 0; ; {
		s, err := line(b)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		if s == "" {
			return h, nil
		}
		if n += len(s); n > MaxHeader {
			return nil, errors.New("it has headers beyond all bounds")
		}
		name, value, ok := strings.Cut(s, ":")
		if ok {
			h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
}
