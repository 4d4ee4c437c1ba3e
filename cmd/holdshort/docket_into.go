package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/internal/durable"
)

// importer writes dockets into a case. It only adds: a file that is there is
// never written over but to have lines added at its end, and what was there stays.
type importer struct {
	dir    string
	flags  *docketFlags
	c      *holdshort.Case
	made   []string          // what was written, for people
	before map[string][]byte // files as they were before; nil of one that was not there
}

// docketInto keeps the bytes of all files in the case, and writes records of what
// is accepted.
func (o *common) docketInto(cmd *cobra.Command, f *docketFlags, out *docket.Report) error {
	if len(out.Files) == 0 {
		return usage("give a docket page, a notice or a feed", "no file was read")
	}
	im := &importer{dir: f.into, flags: f, before: map[string][]byte{}}
	if err := im.open(out.Files); err != nil {
		return err
	}
	earlier, err := im.originals()
	if err != nil {
		return im.revert(err)
	}
	for _, a := range earlier {
		for _, b := range out.Files {
			if a.Digest != b.Digest {
				out.Differences = append(out.Differences, docket.Differences(a, b)...)
			}
		}
	}
	chosen, err := choose(cmd.InOrStdin(), cmd.ErrOrStderr(), f, out.Proposed)
	if err != nil {
		return im.revert(err)
	}
	for _, file := range out.Files {
		if err := im.source(file); err != nil {
			return im.revert(err)
		}
	}
	for _, p := range chosen {
		if err := im.ruling(p); err != nil {
			return im.revert(err)
		}
	}
	if err := im.proposed(out.Proposed, chosen); err != nil {
		return im.revert(err)
	}
	if _, err := im.load(); err != nil { // never leave a case that check refuses
		return im.revert(err)
	}
	out.Made = im.made
	return nil
}

// open loads the case, or makes one of the first docket.
func (im *importer) open(files []*docket.File) error {
	var err error
	if _, err = os.Stat(im.dir); err == nil {
		im.c, err = im.load()
		return err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range files {
		if len(f.Sheets) == 0 {
			continue
		}
		zone, known := courtZone(f.Sheets[0].Court)
		if zone = cmp.Or(im.flags.courtZone, zone); zone == "" {
			return usage("for instance --court-zone America/New_York", "a new case needs the zone of its court, and that of %q is not known or not one", f.Sheets[0].Court)
		}
		if known && im.flags.courtZone == "" {
			im.says("the case is in %s, the zone of the court %s", zone, f.Sheets[0].Court)
		}
		head, err := docket.CaseHeader(f.Sheets[0], zone, im.flags.keepNames)
		if err != nil {
			return err
		}
		if err := im.write("case.yaml", []byte(head)); err != nil {
			return im.revert(err)
		}
		im.c, err = im.load()
		return err
	}
	return usage("make a case with holdshort init, or give a docket", "no file has a docket to make a case of")
}

func (im *importer) load() (*holdshort.Case, error) {
	root, err := os.OpenRoot(im.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	c, err := holdshort.Load(root.FS())
	if err != nil {
		return nil, inFolder(im.dir, err)
	}
	return c, nil
}

// originals reads again the files that earlier imports kept.
func (im *importer) originals() ([]*docket.File, error) {
	opts, err := im.flags.options()
	if err != nil {
		return nil, err
	}
	names, err := filesIn(filepath.Join(im.dir, "originals"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []*docket.File
	for _, name := range names {
		if f, err := im.flags.readDocket(name, opts); err == nil {
			out = append(out, f)
		}
	}
	return out, err
}

// write makes a file, or adds to one, and notes how it was.
func (im *importer) write(name string, b []byte) error {
	full := filepath.Join(im.dir, name)
	if err := durable.MkdirAll(filepath.Dir(full)); err != nil {
		return err
	}
	old, err := os.ReadFile(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = nil
	case err != nil:
		return err
	}
	if _, ok := im.before[name]; !ok {
		im.before[name] = old
	}
	return durable.WriteFile(full, b)
}

func (im *importer) there(name string) bool {
	_, err := os.Lstat(filepath.Join(im.dir, name))
	return err == nil
}

// revert puts back every file as it was, and returns why.
func (im *importer) revert(why error) error {
	for name, old := range im.before {
		full := filepath.Join(im.dir, name)
		if old == nil {
			os.Remove(full)
			continue
		}
		if err := durable.WriteFile(full, old); err != nil {
			why = errors.Join(why, err)
		}
	}
	for _, dir := range []string{"originals", "docket", "."} {
		os.Remove(filepath.Join(im.dir, dir)) // those that were made and are empty again
	}
	return why
}

func (im *importer) says(format string, args ...any) {
	im.made = append(im.made, fmt.Sprintf(format, args...))
}

// ending is the ending of an original's name. It is never one of case files.
func ending(f *docket.File) string {
	for word, end := range map[string]string{"mail": ".eml", "XML": ".xml", "feed": ".xml", "page": ".html"} {
		if strings.Contains(f.Format, word) {
			return end
		}
	}
	return ".json"
}

// source keeps the bytes of a file, and writes its source record.
func (im *importer) source(f *docket.File) error {
	id := docket.SourceID(f.Digest)
	if im.c.Source(holdshort.ID(id)) != nil {
		im.says("%s is on record already as %s", f.Name, id)
		return nil
	}
	b, err := im.flags.bytesOf(f.Name)
	if err != nil {
		return err
	}
	if cite.Sum(b) != f.Digest {
		return &failure{exitFailed, fmt.Errorf("%s changed while it was read", f.Name), "run it again when nothing writes to the file"}
	}
	original := "originals/" + strings.TrimPrefix(id, "docket-") + ending(f)
	if !im.there("originals/.gitignore") {
		if err := im.write("originals/.gitignore", []byte("# These files are as the courts sent them, with names and numbers in them.\n*\n")); err != nil {
			return err
		}
	}
	if err := im.write(original, b); err != nil {
		return err
	}
	if err := im.write("docket/"+id+".yaml", []byte(docket.SourceRecord(f, original))); err != nil {
		return err
	}
	im.says("kept %s as %s, source %s", f.Name, original, id)
	return nil
}

// ruling writes a proposal as a ruling, or adds what the file claims to the ruling
// that is on record.
func (im *importer) ruling(p docket.Proposed) error {
	s, e := p.Of.Sheets[p.Sheet], p.Of.Sheets[p.Sheet].Entries[p.Entry]
	id := docket.RulingID(s, e)
	if id == "" {
		return &failure{exitFailed, fmt.Errorf("proposal %d: the entry or its docket has no number by which a record could name it", p.N), "write its ruling by hand; the bytes are in originals"}
	}
	name := "docket/" + id + ".yaml"
	text, expression, err := im.rulingText(p, id, name)
	if err != nil || text == nil {
		return err
	}
	if err := im.write(name, text); err != nil {
		return err
	}
	if old := im.c.Ruling(holdshort.ID(id)); old == nil {
		im.says("wrote ruling %s to %s", id, name)
	} else {
		im.says("added the claims of %s to ruling %s", docket.SourceID(p.Of.Digest), id)
	}
	if notice := docket.NoticeRecord(p.Of, p.Proposal, expression); notice != "" {
		name := "docket/notice-" + strings.TrimPrefix(docket.SourceID(p.Of.Digest), "docket-") + "-" + id + ".yaml"
		if err := im.write(name, []byte(notice)); err != nil {
			return err
		}
		im.says("wrote the notice of it to %s", name)
	}
	im.c, err = im.load()
	return err
}

// rulingText is what the ruling's file is to hold, nil if the file's claims are
// there already.
func (im *importer) rulingText(p docket.Proposed, id, name string) (text []byte, expression string, err error) {
	old := im.c.Ruling(holdshort.ID(id))
	if old == nil {
		return []byte(docket.RulingRecord(p.Of, p.Proposal, im.flags.keepNames)), "entry", nil
	}
	source := docket.SourceID(p.Of.Digest)
	had, err := os.ReadFile(filepath.Join(im.dir, name))
	if err != nil {
		return nil, "", &failure{exitFailed, fmt.Errorf("the ruling %s is on record in another file than %s: %w", id, name, err), "add the claims by hand, or move the record there"}
	}
	if bytes.Contains(had, []byte("source: "+source+"\n")) || bytes.Contains(had, []byte("source: "+source+",")) {
		im.says("ruling %s has the claims of %s already", id, source)
		return nil, "", nil
	}
	last := old.Expressions[len(old.Expressions)-1]
	next := docket.Expression(p.Of, p.Proposal, len(old.Expressions)+1, im.flags.keepNames)
	words := docket.Quote(p.Of, p.Proposal, im.flags.keepNames)
	if p.Stub(p.Of) || words == "" || docket.SameWords(last.Text, words) {
		claims := docket.Claims(p.Of, p.Proposal)
		if len(last.Times) == 0 && claims != "" {
			claims = docket.TimesKey + claims
		}
		return append(had, claims...), string(last.ID), nil
	}
	im.says("entry %s reads otherwise in %s: both texts stay", p.Number, p.File)
	return append(had, next...), fmt.Sprintf("entry-%d", len(old.Expressions)+1), nil
}

// proposed leaves what nobody took in proposed.yaml, each as a record that is all
// comment: whoever takes one removes the marks. What is there stays.
func (im *importer) proposed(all, chosen []docket.Proposed) error {
	old, err := os.ReadFile(filepath.Join(im.dir, "proposed.yaml"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var b strings.Builder
	if old == nil {
		b.WriteString("# Entries that look like orders of interest and were not accepted. Nothing here is part of the\n# case: to take one, run holdshort docket with --accept, or move its record out and remove the marks.\n")
	}
	left := 0
	for _, p := range all {
		taken := false
		for _, c := range chosen {
			taken = taken || c.N == p.N
		}
		if taken {
			continue
		}
		s := p.Of.Sheets[p.Sheet]
		head := fmt.Sprintf("# %s of %s: %s, for %q\n", docket.RulingID(s, s.Entries[p.Entry]), docket.SourceID(p.Of.Digest), p.Kind, p.Words(p.Of, im.flags.keepNames))
		if bytes.Contains(old, []byte(head)) {
			continue
		}
		left++
		b.WriteString("\n" + head)
		for line := range strings.Lines(docket.RulingRecord(p.Of, p.Proposal, im.flags.keepNames)) {
			b.WriteString("# " + line)
		}
	}
	if left == 0 {
		return nil
	}
	im.says("left %d proposal(s) in proposed.yaml", left)
	return im.write("proposed.yaml", append(old, b.String()...))
}
