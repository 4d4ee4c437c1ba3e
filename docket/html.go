package docket

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	tok "golang.org/x/net/html"
)

// cell is a box of a page: the page itself, or a cell of a table. Its text is as
// a browser would show it: white space is one space, and what begins a line is a
// line end. The text of tables in it is theirs.
type cell struct {
	*text
	links  []link
	values []string // of check boxes named d, which are the sequence numbers of appellate dockets
	tables []*table
}

// link is a link in the text of a cell, from one byte to another.
type link struct {
	from, to    int
	href, click string
}

type table struct{ rows []tableRow }

type tableRow struct {
	cells []*cell
	at    int // byte of the text that the page was read from
}

// page is a page read as boxes. Flat leaves no box but the page: rows begin
// lines, and tabs part cells.
type page struct {
	in    *input
	src   *text
	flat  bool
	root  *cell
	title string
	stack []frame
	count int
	skip  string // the element whose text is no text of the page
}

// frame is an open table: what is open of it.
type frame struct {
	tbl  *table
	cell *cell // nil between cells
}

// readHTML reads a page, or a piece of one.
func (in *input) readHTML(src *text, flat bool) (*page, error) {
	p := &page{in: in, src: src, flat: flat, root: &cell{text: &text{from: src}}}
	p.stack = []frame{{cell: p.root}}
	z := tok.NewTokenizer(bytes.NewReader(src.b))
	for i := 0; ; {
		kind := z.Next()
		if kind == tok.ErrorToken {
			break // the end: a page that breaks off is read as far as it goes
		}
		raw := z.Raw()
		n := len(raw)
		switch kind {
		case tok.TextToken:
			p.words(raw, i)
		case tok.StartTagToken, tok.SelfClosingTagToken:
			name, attrs := z.TagName()
			if err := p.open(string(name), attrs, z, i); err != nil {
				return nil, err
			}
		case tok.EndTagToken:
			name, _ := z.TagName()
			p.close(string(name), i)
		}
		i += n
	}
	return p, nil
}

// here is the innermost open box.
func (p *page) here() *cell {
	for i := len(p.stack) - 1; ; i-- {
		if c := p.stack[i].cell; c != nil {
			return c
		}
	}
}

func (p *page) open(name string, attrs bool, z *tok.Tokenizer, i int) error {
	top := &p.stack[len(p.stack)-1]
	switch name {
	case "script", "style", "iframe", "noscript", "title", "textarea", "xmp", "noembed", "noframes", "plaintext":
		p.skip = name
		return nil
	case "table":
		p.newLine(i)
		if p.flat {
			return nil
		}
		if len(p.stack) > MaxDepth {
			return p.in.fail(p.src.origin(i), "", fmt.Sprintf("tables more than %d deep", MaxDepth), "no docket has this")
		}
		t := &table{}
		c := p.here()
		c.tables = append(c.tables, t)
		p.stack = append(p.stack, frame{tbl: t})
		return p.counted(i)
	case "tr":
		if top.tbl == nil {
			p.newLine(i)
			return nil
		}
		top.cell = nil
		top.tbl.rows = append(top.tbl.rows, tableRow{at: i})
		return p.counted(i)
	case "td", "th":
		if top.tbl == nil {
			p.sep('\t', i)
			return nil
		}
		if len(top.tbl.rows) == 0 {
			top.tbl.rows = append(top.tbl.rows, tableRow{at: i})
		}
		r := &top.tbl.rows[len(top.tbl.rows)-1]
		top.cell = &cell{text: &text{from: p.src}}
		r.cells = append(r.cells, top.cell)
		return p.counted(i)
	case "a":
		p.link(attrs, z)
	case "input":
		p.input(attrs, z)
	case "br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "form", "pre", "blockquote", "option":
		p.newLine(i)
	}
	return nil
}

func (p *page) counted(i int) error {
	if p.count++; p.count > MaxValues {
		return p.in.fail(p.src.origin(i), "", fmt.Sprintf("a page of more than %d cells", MaxValues), "no docket has this")
	}
	return nil
}

func (p *page) close(name string, i int) {
	if p.skip == name {
		p.skip = ""
		return
	}
	top := &p.stack[len(p.stack)-1]
	switch name {
	case "table":
		if len(p.stack) > 1 {
			p.stack = p.stack[:len(p.stack)-1]
		}
		p.newLine(i)
	case "tr", "td", "th":
		if top.tbl != nil {
			top.cell = nil
		}
	case "a":
		c := p.here()
		if n := len(c.links); n > 0 && c.links[n-1].to < 0 {
			c.links[n-1].to = len(c.b)
		}
	case "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center", "pre", "blockquote":
		p.newLine(i)
	}
}

func (p *page) link(attrs bool, z *tok.Tokenizer) {
	c := p.here()
	l := link{from: len(c.b), to: -1}
	for n := 0; attrs && n < maxAttrs; n++ {
		var key, val []byte
		switch key, val, attrs = z.TagAttr(); string(key) {
		case "href":
			l.href = strings.TrimSpace(string(val))
		case "onclick":
			l.click = string(val)
		}
	}
	if l.href != "" || l.click != "" {
		c.links = append(c.links, l)
	}
}

const maxAttrs = 100

func (p *page) input(attrs bool, z *tok.Tokenizer) {
	var name, value string
	for n := 0; attrs && n < maxAttrs; n++ {
		var key, val []byte
		switch key, val, attrs = z.TagAttr(); string(key) {
		case "name":
			name = string(val)
		case "value":
			value = string(val)
		}
	}
	if name == "d" {
		c := p.here()
		c.values = append(c.values, value)
	}
}

// sep puts a mark that parts, over a space or a weaker mark.
func (p *page) sep(mark byte, i int) {
	c := p.here()
	n := len(c.b)
	if n == 0 {
		return
	}
	switch last := c.b[n-1]; {
	case last == '\n' || last == mark:
	case last == ' ' || last == '\t':
		c.b[n-1] = mark
	default:
		c.put([]byte{mark}, i)
	}
}

func (p *page) newLine(i int) { p.sep('\n', i) }

// words adds text of the page, beginning at byte i of its source.
func (p *page) words(raw []byte, i int) {
	if p.skip != "" {
		if p.skip == "title" && p.title == "" {
			p.title = oneLine(html.UnescapeString(clip(string(raw), 500)))
		}
		return
	}
	c := p.here()
	for n := 0; n < len(raw); {
		switch size := blank(raw[n:]); {
		case size > 0:
			if k := len(c.b); k > 0 && c.b[k-1] != ' ' && c.b[k-1] != '\n' && c.b[k-1] != '\t' {
				c.put([]byte{' '}, i+n)
			}
			n += size
		case raw[n] == '&':
			size, meant := entity(raw[n:])
			for _, piece := range strings.FieldsFunc(meant, func(r rune) bool { return r == '\u00a0' || r == ' ' }) {
				c.putAll([]byte(piece), i+n)
				meant = ""
			}
			if k := len(c.b); meant != "" && k > 0 && c.b[k-1] != ' ' && c.b[k-1] != '\n' && c.b[k-1] != '\t' {
				c.put([]byte{' '}, i+n)
			}
			n += size
		default:
			k := n + 1
			for k < len(raw) && raw[k] != '&' && blank(raw[k:]) == 0 {
				k++
			}
			c.put(raw[n:k], i+n)
			n = k
		}
	}
}

// blank is the size of the white space that b begins with: one character of it.
func blank(b []byte) int {
	switch b[0] {
	case ' ', '\t', '\n', '\r', '\f', 0:
		return 1
	case 0xc2:
		if len(b) > 1 && b[1] == 0xa0 {
			return 2
		}
	}
	return 0
}

// entity is the size and meaning of the character reference that b begins with.
func entity(b []byte) (int, string) {
	n := 1
	for n < len(b) && n < 32 && (b[n] == '#' || '0' <= b[n] && b[n] <= '9' || 'a' <= b[n]|0x20 && b[n]|0x20 <= 'z') {
		n++
	}
	if n < len(b) && b[n] == ';' {
		n++
	}
	meant := html.UnescapeString(string(b[:n]))
	if meant == string(b[:n]) {
		return 1, "&"
	}
	return n, meant
}

// all calls f of c and every box in it, in the order of the page.
func (c *cell) all(f func(*cell)) {
	f(c)
	for _, t := range c.tables {
		for _, r := range t.rows {
			for _, k := range r.cells {
				k.all(f)
			}
		}
	}
}

// everyTable calls f of each table in c, outer ones first.
func (c *cell) everyTable(f func(*table)) {
	c.all(func(c *cell) {
		for _, t := range c.tables {
			f(t)
		}
	})
}

// line is the text of c in one line.
func (c *cell) line() string { return oneLine(string(c.b)) }

// lines are those of c that are not empty.
func (c *cell) lines() []string {
	var out []string
	for l := range strings.SplitSeq(string(c.b), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
