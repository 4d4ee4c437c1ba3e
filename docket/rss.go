package docket

import (
	"bytes"
	"html"
	"regexp"
	"strings"
)

// rss reads a feed of CM/ECF. Each item is an event of an entry, and no entry's
// text. pubDate is Published: when the court put the item out, which courts set
// to the moment of entry. A feed holds some kinds of event for some hours alone,
// so that what it lacks shows nothing.
func (in *input) rss(x *xmlScan) error {
	in.file.Format = "CM/ECF feed"
	f := &feed{in: in, court: in.court(host(in.raw)), bySheet: map[string]int{}}
	channel, err := x.next()
	if err != nil {
		return err
	}
	if channel == nil || channel.name != "channel" {
		return in.fail(-1, "", "a feed without a channel", hintFormats)
	}
	for n := 0; ; {
		el, err := x.next()
		if err != nil {
			return err
		}
		if el == nil {
			break
		}
		switch el.name {
		case "item":
			if err := f.item(x, at("channel.item", n), el.at); err != nil {
				return err
			}
			n++
		case "lastBuildDate":
			t, err := x.text("channel.lastBuildDate")
			if err != nil {
				return err
			}
			f.take(&in.file.Times, Published, t, "channel.lastBuildDate")
		case "title", "description":
			t, err := x.text("channel." + el.name)
			if err != nil {
				return err
			}
			in.note("channel."+el.name, t.origin(0), "%s", clip(oneLine(t.String()), 500))
		case "link":
			_, err = x.text("channel.link")
		default:
			err = x.skip("channel." + el.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// feed is a feed while it is read.
type feed struct {
	in      *input
	court   string
	bySheet map[string]int // number and case, to the index of its sheet
}

func (f *feed) take(to *[]Time, kind Kind, t *text, path string) {
	from, end := trimmed(t.b)
	if c, ok := f.in.claim(kind, t, from, end, where{path: path, court: f.court}); ok {
		*to = append(*to, c)
	}
}

// item reads one item. All elements are optional and come in any order.
func (f *feed) item(x *xmlScan, path string, start int64) error {
	parts := map[string]*text{}
	for {
		el, err := x.next()
		if err != nil {
			return err
		}
		if el == nil {
			break
		}
		switch el.name {
		case "title", "link", "description", "guid", "pubDate":
			t, err := x.text(path + "." + el.name)
			if err != nil {
				return err
			}
			parts[el.name] = t
		default:
			if err := x.skip(anyOf(path) + "." + el.name); err != nil {
				return err
			}
		}
	}
	title := parts["title"]
	if title == nil || oneLine(title.String()) == "" {
		f.in.note(path, start, "an item without a title: it names no docket")
		return nil
	}
	f.entry(parts, path, start)
	return nil
}

var (
	feedNumber = regexp.MustCompile(`^(\S+)\s*(.*)$`)
	badNumber  = regexp.MustCompile(`~`)
	feedLink   = regexp.MustCompile(`DktRpt\.pl\?(\d+)`)
	mdl        = regexp.MustCompile(`^(MDL No\. \d+)\s*(.*)$`)
)

func (f *feed) entry(parts map[string]*text, path string, start int64) {
	title := oneLine(html.UnescapeString(parts["title"].String())) // it is HTML within XML
	m := mdl.FindStringSubmatch(title)
	if m == nil {
		m = feedNumber.FindStringSubmatch(title)
	}
	number, caption, caseID := m[1], m[2], ""
	if badNumber.MatchString(number) {
		f.in.note(path+".title", start, "a docket number that is none, as the court wrote it: %q", number)
	}
	if l := parts["link"]; l != nil {
		if m := feedLink.FindStringSubmatch(l.String()); m != nil {
			caseID = m[1]
		}
	}
	e := Entry{Path: path, Byte: start}
	s := f.sheet(number, caption, caseID)
	f.describe(s, &e, parts["description"])
	if t := parts["pubDate"]; t != nil {
		f.take(&e.Times, Published, t, path+".pubDate")
	}
	if g := parts["guid"]; g != nil {
		e.Fields = append(e.Fields, Field{"guid", oneLine(g.String())})
	}
	s.Entries = append(s.Entries, e)
}

// sheet is the sheet of a docket: items of one are gathered.
func (f *feed) sheet(number, caption, caseID string) *Sheet {
	key := number + "\x00" + caseID
	if i, ok := f.bySheet[key]; ok {
		return &f.in.file.Sheets[i]
	}
	f.bySheet[key] = len(f.in.file.Sheets)
	s := f.in.onlyOne()
	s.Court, s.Number, s.Caption, s.CaseID = f.court, number, caption, caseID
	return s
}

var (
	event  = regexp.MustCompile(`\[((?:[^\[\]]|\[[^\[\]]*\])*)\]`)
	prefix = regexp.MustCompile(`\b(Type|Office|Chapter|Trustee): *([^:\[]*?)\s*(?:(?:Type|Office|Chapter|Trustee):|\[|$)`)
	anchor = regexp.MustCompile(`(?is)<a\s+href=['"]([^'"]+)['"][^>]*>(.*?)</a>`)
)

// describe reads a description: the event in brackets, the link of its paper, and
// what bankruptcy courts put before.
func (f *feed) describe(s *Sheet, e *Entry, t *text) {
	if t == nil {
		return
	}
	b := bytes.TrimSpace(t.b)
	if m := event.FindSubmatch(b); m != nil {
		e.Short = oneLine(string(m[1]))
	}
	if m := anchor.FindSubmatch(b); m != nil {
		d := Document{Address: strings.TrimSpace(string(m[1]))}
		if n := oneLine(string(m[2])); justNumber.MatchString(n) {
			e.Number, d.Number = n, n
		}
		if id := docID.FindStringSubmatch(d.Address); id != nil {
			d.ID = id[1]
		}
		if seq := seqNum.FindStringSubmatch(strings.ReplaceAll(d.Address, "&amp;", "&")); seq != nil {
			e.Seq = seq[1]
		}
		e.Documents = append(e.Documents, d)
	}
	for rest := b; ; {
		m := prefix.FindSubmatchIndex(rest)
		if m == nil {
			break
		}
		if v := oneLine(string(rest[m[4]:m[5]])); v != "" && fieldOf(s.Fields, string(rest[m[2]:m[3]])) == "" {
			s.Fields = append(s.Fields, Field{string(rest[m[2]:m[3]]), v})
		}
		rest = rest[m[5]:]
	}
	if e.Short == "" && len(b) > 0 {
		e.Text = oneLine(string(b))
	}
}
