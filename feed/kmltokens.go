package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxElement bounds the bytes from one tag of XML to the next: a line is one
// text.
const maxElement = 64 << 20

// xmlFormats are the formats of track logs and map files, and FlightAware's
// JSON.
var xmlFormats = []format{
	{"kml", isKML, readKML},
	{"gpx", isGPX, readGPX},
	{"igc", isIGC, readIGC},
	{"flightaware-json", isFlightAware, readFlightAware},
	{"geojson", isGeoJSON, readGeoJSON},
}

// allowance is a reader that gives so many bytes and then fails, until it is
// renewed: no element can take more memory.
type allowance struct {
	r    io.Reader
	left int
	each int
}

var errElement = errors.New("one element is too long")

func newAllowance(r io.Reader, each int) *allowance { return &allowance{r, each, each} }

func (a *allowance) Read(b []byte) (int, error) {
	if a.left <= 0 {
		return 0, errElement
	}
	n, err := a.r.Read(b[:min(len(b), a.left)])
	a.left -= n
	return n, err
}

func (a *allowance) renew() { a.left = a.each }

// elements walks through an XML file. No entity is expanded but the five of XML
// itself, and a DOCTYPE, which could define others, is refused.
type elements struct {
	in    *input
	d     *xml.Decoder
	lim   *allowance
	path  []string // local names of the open elements
	text  []byte   // of the innermost, since the last tag
	open  func(e xml.StartElement) error
	close func(name, text string) error
}

func newElements(in *input) *elements {
	w := &elements{in: in, lim: newAllowance(in.r, maxElement)}
	w.d = newDecoder(w.lim)
	return w
}

// newDecoder reads XML in UTF-8 or, if it says so, in Latin-1, as older loggers
// write.
func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252":
			return &latin1{r: r}, nil
		}
		return nil, errors.New("it is in " + strconv.Quote(clip(charset)) + ": save it as UTF-8")
	}
	return d
}

// latin1 turns Latin-1 into UTF-8.
type latin1 struct {
	r    io.Reader
	held []byte
}

func (l *latin1) Read(b []byte) (int, error) {
	if len(l.held) == 0 {
		var raw [512]byte
		n, err := l.r.Read(raw[:])
		if n == 0 {
			return 0, err
		}
		l.held = l.held[:0]
		for _, c := range raw[:n] {
			l.held = utf8.AppendRune(l.held, rune(c))
		}
	}
	n := copy(b, l.held)
	l.held = l.held[n:]
	return n, nil
}

// at is the place in the file.
func (w *elements) at() int64 { return w.d.InputOffset() }

// parent is the name of the element around the innermost one, at close.
func (w *elements) parent() string { return w.outer(1) }

// outer is the name of the element so many steps out from the innermost.
func (w *elements) outer(n int) string {
	if len(w.path) <= n {
		return ""
	}
	return w.path[len(w.path)-1-n]
}

// within reports whether an element of that name is open.
func (w *elements) within(name string) bool {
	for _, p := range w.path {
		if p == name {
			return true
		}
	}
	return false
}

// walk calls open at each start tag and close at each end tag. It returns what
// broke the file off as broke, and what must end the reading as err.
func (w *elements) walk() (broke, err error) {
	for {
		tok, err := w.d.RawToken()
		if err == io.EOF {
			if len(w.path) > 0 {
				return io.ErrUnexpectedEOF, nil
			}
			return nil, nil
		}
		if err != nil {
			return err, nil
		}
		w.lim.renew()
		if broke, err := w.token(tok); broke != nil || err != nil {
			return broke, err
		}
	}
}

var (
	errDeep     = errors.New("elements lie more than 64 deep")
	errMismatch = errors.New("an end tag matches no start tag")
)

func (w *elements) token(tok xml.Token) (broke, err error) {
	switch tok := tok.(type) {
	case xml.Directive:
		if bytes.HasPrefix(bytes.ToUpper(tok), []byte("DOCTYPE")) {
			return nil, w.in.fail(0, w.at(), "", "has a DOCTYPE, which may define entities and is not read",
				"no track log needs one: save the file anew from the program that wrote it")
		}
	case xml.StartElement:
		if len(w.path) >= maxNesting {
			return errDeep, nil
		}
		w.path, w.text = append(w.path, tok.Name.Local), w.text[:0]
		return nil, w.open(tok)
	case xml.CharData:
		w.text = append(w.text, tok...)
	case xml.EndElement:
		if len(w.path) == 0 || w.path[len(w.path)-1] != tok.Name.Local {
			return errMismatch, nil
		}
		err = w.close(tok.Name.Local, strings.TrimSpace(string(w.text)))
		w.path, w.text = w.path[:len(w.path)-1], w.text[:0]
	}
	return nil, err
}

// ended says of a file that broke off what broken does, in words for XML.
func (w *elements) ended(broke error) error {
	var syntax *xml.SyntaxError
	if errors.As(broke, &syntax) {
		broke = errors.New("this is not XML: " + syntax.Msg)
	}
	return broken(w.in, w.in.sum.Rows, w.at(), broke)
}

// attr is the value of an attribute, and whether it is there.
func attr(e xml.StartElement, name string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// rootOf is the name of the first element of an XML file, and empty if head
// begins otherwise.
func rootOf(head []byte) string {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	if !bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) {
		return ""
	}
	d := newDecoder(bytes.NewReader(head))
	for {
		switch tok, err := d.RawToken(); tok := tok.(type) {
		case xml.StartElement:
			return tok.Name.Local
		default:
			if err != nil {
				return ""
			}
		}
	}
}
