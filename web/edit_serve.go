package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/amend"
	"github.com/holdshort/holdshort/span"
)

// openedJSON is a record as a form opens it.
type openedJSON struct {
	List   string         `json:"list"`
	ID     string         `json:"id"`
	New    bool           `json:"new"`
	File   string         `json:"file"`
	Line   int            `json:"line"`
	Text   string         `json:"text"`
	Fields map[string]any `json:"fields"`
	Schema any            `json:"schema"`
	Files  []string       `json:"files"`
}

// openRecord is a record of the case's files to be corrected, or, without an id,
// an empty one to be added.
func (s *Server) openRecord(q *asked) (*answer, error) {
	list, id := q.word("list"), q.word("id")
	schema, err := schemaOf(list)
	if err != nil {
		return nil, err
	}
	o := openedJSON{List: list, ID: id, New: id == "", Fields: map[string]any{}, Schema: schema}
	if !o.New {
		file, _, r, err := q.m.editor.record(list, id)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, refuse(http.StatusNotFound, "reload the page: the record may have been renamed", "the case has no %q in %s", id, list)
		}
		if err != nil {
			return nil, editProblem(err)
		}
		o.File, o.Line, o.Text = file, r.Line, r.Text
		if o.Fields, err = amend.Fields(r.Text); err != nil {
			return nil, err
		}
	}
	if o.Files, err = q.m.editor.files(); err != nil {
		return nil, err
	}
	return jsonAnswer(o)
}

// schemaOf is the schema of a record of a list of case files.
func schemaOf(list string) (map[string]any, error) {
	lists := holdshort.Schema()["properties"].(map[string]any)
	s, ok := lists[list].(map[string]any)
	if !ok {
		var names []string
		for name := range lists {
			names = append(names, name)
		}
		slices.Sort(names)
		return nil, refuse(http.StatusNotFound, "the lists are "+strings.Join(names, ", "), "case files have no list %q", list)
	}
	if item, ok := s["items"].(map[string]any); ok {
		return item, nil
	}
	return s, nil
}

// statedJSON is a time that somebody types.
type statedJSON struct {
	Text string `json:"text"`
	Zone string `json:"zone"` // of the record, or empty
	On   string `json:"on"`   // the civil date of a time that states none, or empty
}

// readJSON is how a time was read.
type readJSON struct {
	Earliest *string  `json:"earliest"`
	Latest   *string  `json:"latest"`
	Zone     string   `json:"zone"`
	Words    []string `json:"words"` // on the court's clock, and in UTC
	Warnings []string `json:"warnings"`
}

// readTime says how a time would be read in a case file.
func (s *Server) readTime(q *asked) (*answer, error) {
	var in statedJSON
	if err := q.body(&in); err != nil {
		return nil, err
	}
	court := q.st.loaded.Case.Zone
	st, err := span.Parse(in.Text, span.Context{Zone: cmp.Or(in.Zone, court), Date: in.On})
	if err != nil {
		var pe *span.ParseError
		hint := ""
		if errors.As(err, &pe) {
			hint = pe.Hint
		}
		return nil, refuse(http.StatusUnprocessableEntity, hint, "%s", err)
	}
	out := readJSON{Zone: st.Zone, Warnings: append([]string{}, st.Warnings...)}
	if t := st.Span.Earliest(); t != span.Beginning {
		out.Earliest = stated(t)
	}
	if t := st.Span.Latest(); t != span.End {
		out.Latest = stated(t)
	}
	for _, name := range slices.Compact([]string{court, "UTC"}) {
		loc, err := span.LoadZone(name)
		if err != nil {
			return nil, err
		}
		out.Words = append(out.Words, span.FormatSpan(st.Span, loc))
	}
	return jsonAnswer(out)
}

func stated(t span.Instant) *string {
	text := t.RFC3339()
	return &text
}

// changeJSON is what somebody wants a record to be: fields of a form, or text.
type changeJSON struct {
	List   string         `json:"list"`
	ID     string         `json:"id"`
	New    bool           `json:"new"`
	File   string         `json:"file"`
	Was    string         `json:"was"`
	Fields map[string]any `json:"fields"`
	Text   *string        `json:"text"`
	By     string         `json:"by"`
	Why    string         `json:"why"`
	Dry    bool           `json:"dry"`
}

// changedJSON is what a change does, or has done.
type changedJSON struct {
	File   string       `json:"file"`
	Line   int          `json:"line"`
	Diff   string       `json:"diff"`
	Text   string       `json:"text"`
	Stamp  string       `json:"stamp"`
	Sealed string       `json:"sealed,omitempty"`
	Turned []turnedJSON `json:"turned"`
	Same   int          `json:"same"`
}

// change makes a change, or with dry shows what it would do.
func (s *Server) change(q *asked) (*answer, error) {
	var in changeJSON
	if err := q.body(&in); err != nil {
		return nil, err
	}
	schema, err := schemaOf(in.List)
	if err != nil {
		return nil, err
	}
	ch := change{List: in.List, ID: in.ID, File: in.File, New: in.New, Was: in.Was, By: in.By, Why: in.Why, Dry: in.Dry}
	switch {
	case in.Text != nil:
		ch.Text = strings.ReplaceAll(*in.Text, "\r\n", "\n")
	default:
		if ch.Text, err = amend.Write(in.Was, in.Fields, fieldOrder(schema)); err != nil {
			return nil, refuse(http.StatusUnprocessableEntity, "change it as text", "%s", err)
		}
	}
	done, err := q.m.editor.apply(q.r.Context(), ch)
	var clash *clashError
	switch {
	case errors.As(err, &clash):
		a, err := jsonAnswer(clashJSON{clash.Error(), clash.Theirs, ch.Text, clash.Merged, clash.Clean})
		if err == nil {
			a.status = http.StatusConflict
		}
		return a, err
	case err != nil && done == nil:
		return s.notChanged(err)
	}
	if err != nil {
		s.log(err.Error())
		done.Sealed = "the file is changed, but the change could not be sealed: holdshort seal says why"
	}
	return q.changed(done)
}

// clashJSON is a change that meets somebody else's.
type clashJSON struct {
	Error  string `json:"error"`
	Theirs string `json:"theirs"`
	Yours  string `json:"yours"`
	Merged string `json:"merged"`
	Clean  bool   `json:"clean"`
}

// notChanged is why nothing was changed.
func (s *Server) notChanged(err error) (*answer, error) {
	var bad *badCaseError
	if !errors.As(err, &bad) {
		return nil, editProblem(err)
	}
	a, err := jsonAnswer(struct {
		Error    string    `json:"error"`
		Problems []Trouble `json:"problems"`
	}{"with this change the case could not be read", troubles("", bad.problems)})
	if err == nil {
		a.status = http.StatusUnprocessableEntity
	}
	return a, err
}

// editProblem is err as the reader is told of it.
func editProblem(err error) error {
	var refused *refusedError
	if errors.As(err, &refused) {
		return refuse(http.StatusUnprocessableEntity, refused.hint, "%s", refused.msg)
	}
	return err
}

func (q *asked) changed(done *amended) (*answer, error) {
	out := changedJSON{File: done.File, Line: done.Line, Diff: done.Diff, Text: done.Text, Sealed: done.Sealed, Turned: []turnedJSON{}}
	var err error
	if out.Stamp, err = q.m.folder.stamp(); err != nil {
		return nil, err
	}
	if done.Before != nil && done.Case != nil {
		out.Turned, out.Same, err = turnedBetween(done.Before, done.Case)
	}
	if err != nil {
		return nil, err
	}
	return jsonAnswer(out)
}

// fieldOrder is the order in which people write the fields of a record.
func fieldOrder(schema map[string]any) []string {
	order, _ := schema["x-order"].([]string)
	return order
}

// body reads the JSON that a request brings, strictly.
func (q *asked) body(v any) error {
	d := json.NewDecoder(q.r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return err
	case err != nil:
		return refuse(http.StatusBadRequest, "see /api/openapi.json", "the request is no JSON of this form: %s", err)
	}
	return nil
}
