// Package docket reads what courts and their mirrors say of a docket: docket
// pages, notices of electronic filing, feeds, and the records of CourtListener,
// the RECAP archive and ACMS. One format is in one file; a format is told by
// content and never by name.
//
// A docket has many clocks. Filed is not entered, entered is not noticed, and
// none of them is when a mirror saw it. Every time that a file states is kept as
// a claim of its own, with the bytes that state it, and none is made of another.
// What a reader does not understand is counted by name, never dropped in silence.
package docket

import (
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// File is what one file held.
type File struct {
	Name     string         `json:"file"`
	Format   string         `json:"format"`
	Digest   cite.Digest    `json:"-"`
	Sheets   []Sheet        `json:"sheets"`
	Times    []Time         `json:"times,omitempty"` // of the file as a whole: sent, received, retrieved
	Notes    []Note         `json:"notes,omitempty"`
	Unread   map[string]int `json:"unread,omitempty"`   // fields that no reader takes, by path, with how many there were
	Redacted map[string]int `json:"redacted,omitempty"` // what was taken out, by kind
}

// Sheet is what a file says of one docket.
type Sheet struct {
	Court   string  `json:"court,omitempty"` // as PACER or CourtListener names it: dcd, ca9; "" if the file does not say
	Number  string  `json:"number"`          // as stated, with the judges' initials
	CaseID  string  `json:"case_id,omitempty"`
	Caption string  `json:"caption,omitempty"`
	Parties []Party `json:"parties,omitempty"`
	Fields  []Field `json:"fields,omitempty"` // what else the head of the sheet says
	Times   []Time  `json:"times,omitempty"`  // of the docket: when the case was filed
	Entries []Entry `json:"entries,omitempty"`
}

// Entry is one entry of a docket.
type Entry struct {
	Number    string     `json:"number,omitempty"` // as stated; "" if the entry has none
	Seq       string     `json:"seq,omitempty"`    // the court's own sequence number or id
	Text      string     `json:"text,omitempty"`
	Short     string     `json:"short,omitempty"` // the name of the event
	Documents []Document `json:"documents,omitempty"`
	Times     []Time     `json:"times,omitempty"`
	Fields    []Field    `json:"fields,omitempty"`
	Path      string     `json:"path"` // where it stands in the file
	Byte      int64      `json:"byte"` // from the start of the file
}

// Document is a paper that hangs on an entry.
type Document struct {
	Number     string `json:"number,omitempty"`
	Attachment string `json:"attachment,omitempty"` // "" for the main document
	ID         string `json:"id,omitempty"`         // as the court has it in its links
	Address    string `json:"address,omitempty"`
	Text       string `json:"text,omitempty"`
}

// Party is one side of the caption, in the court's word for its role.
type Party struct {
	Role string `json:"role,omitempty"`
	Name string `json:"name"`
}

// Field is a named text that has no place of its own in a Sheet or an Entry.
type Field struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Kind is what happened at a Time.
type Kind string

// The kinds of time. Each is stated as such by the file; none is inferred from
// another.
const (
	Filed     Kind = "filed"     // given to the clerk
	Entered   Kind = "entered"   // put on the docket
	Signed    Kind = "signed"    // signed by the judge, as the entry says
	Noticed   Kind = "noticed"   // a notice says of itself when it was made
	Published Kind = "published" // put out by a feed or a mirror
	Edited    Kind = "edited"    // the entry was changed
	Retrieved Kind = "retrieved" // the copy was taken, or reached a mirror
	Sent      Kind = "sent"      // the mail's own date: when it was made
	Received  Kind = "received"  // taken by one host on the mail's way
)

// Time is one claim of when something happened, as the file states it.
type Time struct {
	Kind      Kind           `json:"kind"`
	Text      string         `json:"text"` // the very bytes of the file
	Said      string         `json:"said"` // what they say, unwrapped and in one line
	Byte      int64          `json:"byte"` // where Text begins in the file
	Path      string         `json:"path"`
	At        string         `json:"at"` // as package span reads it
	Span      span.Span      `json:"-"`
	Precision span.Precision `json:"precision"`
	ZoneText  string         `json:"zone_text,omitempty"` // the zone as stated
	Zone      string         `json:"zone,omitempty"`      // the zone as resolved
	ZoneHow   ZoneHow        `json:"zone_how"`
	Clock     string         `json:"clock,omitempty"` // whose clock, where it is not the court's
	By        string         `json:"by,omitempty"`    // who did it, as stated
	Warnings  []string       `json:"warnings,omitempty"`
}

// ZoneHow says how the zone of a Time is known.
type ZoneHow string

// The ways in which a zone is known.
const (
	ZoneStated   ZoneHow = "stated"   // an offset from UTC, or UTC itself
	ZoneResolved ZoneHow = "resolved" // a name or abbreviation, by a table
	ZoneGuessed  ZoneHow = "guessed"  // none is stated: that of the court
	ZoneUnknown  ZoneHow = "unknown"  // none is stated and the court's is not known: the span holds every zone of a court
)

// Note is something that a reader of the file should know.
type Note struct {
	Path string `json:"path,omitempty"`
	Byte int64  `json:"byte"` // -1 if it is of no one place
	Text string `json:"text"`
}
