package docket

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// isXML reports whether the file is XML of a form that is read here, and no page.
func isXML(head []byte) bool {
	head = bytes.ToLower(head[:min(len(head), 4096)])
	return bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<rss")) || bytes.HasPrefix(head, []byte("<gov_uscourts_docket"))
}

// readXML tells the XML formats by their first element.
func (in *input) readXML() error {
	src, err := in.decode(whole(in.raw), "")
	if err != nil {
		return err
	}
	if i := bytes.Index(src.b, []byte("<!ENTITY")); i >= 0 {
		return in.fail(src.origin(i), "<!ENTITY", "XML that defines entities is not read", "no court's feed has them")
	}
	x := &xmlScan{in: in, src: src, d: xml.NewDecoder(bytes.NewReader(src.b))}
	x.d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	x.d.Entity = xml.HTMLEntity
	for {
		el, err := x.next()
		if err != nil {
			return err
		}
		switch {
		case el == nil:
			return in.fail(-1, "", "XML without an element", hintFormats)
		case el.name == "rss":
			return in.rss(x)
		case el.name == "gov_uscourts_docket":
			return in.archive(x)
		}
		return in.fail(el.at, el.name, "XML that is no docket; its first element is", hintFormats)
	}
}

// xmlScan reads XML element by element, and keeps where each text stands.
type xmlScan struct {
	in    *input
	src   *text
	d     *xml.Decoder
	depth int
}

// element is the start of one.
type element struct {
	name  string
	attrs map[string]string
	at    int64 // in the file
}

func (x *xmlScan) wrong(err error) error {
	msg := strings.TrimPrefix(err.Error(), "xml: ")
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		msg = syntax.Msg
	}
	at := min(int(x.d.InputOffset()), len(x.src.b)-1)
	return x.in.fail(x.src.origin(at), "", "not XML: "+clip(msg, 200), "give the whole file, as it was sent")
}

// next is the next element that begins within the open one, or nil at its end.
func (x *xmlScan) next() (*element, error) {
	for {
		at := x.d.InputOffset()
		t, err := x.d.RawToken()
		if err == io.EOF {
			if x.depth > 0 {
				return nil, x.in.fail(int64(len(x.in.raw)), "", "the file breaks off within an element", "give the whole file, as it was sent")
			}
			return nil, nil
		}
		if err != nil {
			return nil, x.wrong(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if x.depth--; x.depth < 0 {
				return nil, x.in.fail(x.src.origin(int(at)), t.Name.Local, "an end of an element that did not begin", "give the whole file, as it was sent")
			}
			return nil, nil
		case xml.StartElement:
			if x.depth++; x.depth > MaxDepth {
				return nil, x.in.fail(x.src.origin(int(at)), "", fmt.Sprintf("elements more than %d deep", MaxDepth), hintFormats)
			}
			el := &element{name: t.Name.Local, attrs: map[string]string{}, at: x.src.origin(int(at))}
			for _, a := range t.Attr {
				el.attrs[a.Name.Local] = a.Value
			}
			return el, nil
		}
	}
}

// text is the text of the open element, up to its end, with the way back. The
// elements in it are counted, and not read.
func (x *xmlScan) text(path string) (*text, error) {
	out := &text{from: x.src}
	for open := 1; open > 0; {
		from := int(x.d.InputOffset())
		t, err := x.d.RawToken()
		if err == io.EOF {
			return nil, x.in.fail(int64(len(x.in.raw)), "", "the file breaks off within an element", "give the whole file, as it was sent")
		}
		if err != nil {
			return nil, x.wrong(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if open++; open > MaxDepth {
				return nil, x.in.fail(x.src.origin(from), "", fmt.Sprintf("elements more than %d deep", MaxDepth), hintFormats)
			}
			x.in.unread(path + "." + clip(t.Name.Local, 60))
		case xml.EndElement:
			open--
		case xml.CharData:
			x.chars(out, from, int(x.d.InputOffset()), t)
		}
	}
	x.depth--
	return out, nil
}

// chars adds text that stands from one byte of the source to another.
func (x *xmlScan) chars(out *text, from, to int, meant []byte) {
	raw := x.src.b[from:to]
	if body, ok := bytes.CutPrefix(raw, []byte("<![CDATA[")); ok {
		out.put(bytes.TrimSuffix(body, []byte("]]>")), from+len("<![CDATA["))
		return
	}
	if bytes.Equal(raw, meant) {
		out.put(raw, from)
		return
	}
	for i := 0; i < len(raw); {
		if raw[i] == '&' {
			n, s := entity(raw[i:])
			out.putAll([]byte(s), from+i)
			i += n
			continue
		}
		n := bytes.IndexByte(raw[i:], '&')
		if n < 0 {
			n = len(raw) - i
		}
		out.put(raw[i:i+n], from+i)
		i += n
	}
}

// skip counts an element that is not read.
func (x *xmlScan) skip(path string) error {
	t, err := x.text(path)
	if err == nil && strings.TrimSpace(t.String()) != "" {
		x.in.unread(path)
	}
	return err
}
