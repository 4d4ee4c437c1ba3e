package exhibit

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"slices"
	"time"

	"github.com/holdshort/holdshort/finding"
)

// Face writes the parts of the page for a program that shows them on pages of
// its own. Links to records lead where that program has them.
type Face struct {
	parts *template.Template
	sheet *sheet
	view  htmlView
}

// NewFace prepares the parts of the page that HTML writes from the same
// arguments. The address of the record of a kind is what open returns; empty
// means that it is found on the same page, under its slug.
func NewFace(r *finding.Report, entries []finding.Entry, loc *time.Location, open func(kind, id string) string) *Face {
	s := newSheet(r, entries, loc)
	return &Face{htmlParts(open), s, s.view()}
}

// Sections are the ids and titles of the sections that have something to show,
// in their order.
func (f *Face) Sections() [][2]string {
	var out [][2]string
	for _, s := range f.view.Sections {
		out = append(out, [2]string{s.ID, s.Title})
	}
	return out
}

// WriteSection writes the sections with the ids, in the order of the page; those that
// have nothing to show are left out.
func (f *Face) WriteSection(w io.Writer, ids ...string) error {
	v := f.view
	v.Sections = slices.DeleteFunc(slices.Clone(v.Sections), func(s sectionView) bool { return !slices.Contains(ids, s.ID) })
	return f.write(w, "sections", v)
}

// write executes a template whole, or writes nothing.
func (f *Face) write(w io.Writer, name string, v any) error {
	var b bytes.Buffer
	if err := f.parts.ExecuteTemplate(&b, name, v); err != nil {
		return fmt.Errorf("write the %s of case %q: %w", name, f.sheet.c.ID, err)
	}
	_, err := b.WriteTo(w)
	return err
}

// Slug is the id, within a page, of the record of a kind: letters, digits and
// "-", ".", "_", "~".
func Slug(kind, id string) string { return slug(kind, id) }

// Style is the style sheet of the page, without its running heads.
func Style() string { return styleSheet }
