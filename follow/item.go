package follow

import (
	"regexp"
	"strings"
	"time"
)

// Page is what a reader found in one answer.
type Page struct {
	Items []Item
	Built time.Time // when the feed says that it was made; zero if it does not
	Next  string    // address of the page that goes on; "" if none does
	Notes []string  // what could not be read, and is no reason to read nothing
}

// Item is one thing that a feed lists.
type Item struct {
	Case    string    // docket number as stated; "" if none could be read
	Number  string    // of the entry or document, as stated
	Text    string    // what the feed says of it
	Stated  string    // when, as stated: the very text
	At      time.Time // the same as a moment; zero if it cannot be read
	Keys    []string  // what may tell it from others, though feeds repeat them: guid, link, id
	Content string    // all that is stated of it, in one form: two items are the same if this is
	Byte    int64     // where it begins in the body, once unpacked
}

// Record is an item that was new, in a journal.
type Record struct {
	ID      int       `json:"id"` // from 1, in the order in which they came
	Case    string    `json:"case,omitempty"`
	Number  string    `json:"number,omitempty"`
	Text    string    `json:"text,omitempty"` // cut at MaxText bytes
	Stated  string    `json:"stated,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Keys    []string  `json:"keys,omitempty"`
	Digest  string    `json:"digest"`            // of Item.Content
	Byte    int64     `json:"byte"`              // of the body in Entry.Capture, once unpacked
	Edits   []int     `json:"edits,omitempty"`   // what the feed had said of it before: one record, or several that share its keys and went together, one of which it was
	Beside  []int     `json:"beside,omitempty"`  // records that share a key, and are other items as far as one can tell
	Late    int64     `json:"late_s,omitempty"`  // seconds: it came into the feed at least that long after its time
	Unclear bool      `json:"unclear,omitempty"` // its docket number could not be read: it may be of a case that is wanted
}

// MaxText is the most bytes of an item's text that a journal repeats.
const MaxText = 4096

// docketNumber is a number as courts write it: with an office or without, with a
// kind of case or without, and with judges' initials or other words after it.
var docketNumber = regexp.MustCompile(`^\s*(?:(\d{1,2}):)?(\d{2}|\d{4})-(?:([a-z]{2,4})-)?0*(\d{1,6})(?:[^0-9].*)?$`)

// caseKey is a docket number in one form, without its office: courts leave that
// out in places.
func caseKey(number string) (key string, ok bool) {
	m := docketNumber.FindStringSubmatch(strings.ToLower(number))
	if m == nil {
		return "", false
	}
	return m[2][len(m[2])-2:] + "-" + m[3] + "-" + m[4], true
}

// wants says whether an item is of a case that is wanted, and whether that is
// unclear.
func (f Feed) wants(it *Item) (yes, unclear bool) {
	if len(f.Cases) == 0 || f.Kind != Window { // the address of a mirror chooses the docket
		return true, false
	}
	key, ok := caseKey(it.Case)
	if !ok {
		return true, true
	}
	for _, c := range f.Cases {
		if want, _ := caseKey(c); want == key {
			return true, false
		}
	}
	return false, false
}

// clip is s cut to at most n bytes, at a whole character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
