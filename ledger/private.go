package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Private is the part of an item that is shown only if it is marked itself: the
// words of persons, and digests by which bytes could be guessed that are not
// shown. An empty one is sealed like any other, so that nobody can tell.
type Private struct {
	By        string `json:"by,omitempty"`
	Why       string `json:"why,omitempty"`
	Case      string `json:"case,omitempty"`      // of Open
	Reason    string `json:"reason,omitempty"`    // of Erase
	Authority string `json:"authority,omitempty"` // of Erase
	To        string `json:"to,omitempty"`        // of Export: whom it is for
	SHA256    string `json:"sha256,omitempty"`    // of Heartbeat: of what came
	// Clear is what each blob that is stored encrypted is in the clear, in order.
	Clear []Clear `json:"clear,omitempty"`
	// Capture is that of the item, if a blob is stored encrypted: it has the digests
	// of what was fetched.
	Capture json.RawMessage `json:"capture,omitempty"`
}

// Clear is what bytes that are stored encrypted are in the clear.
type Clear struct {
	Name       string   `json:"name"`
	Media      string   `json:"media,omitempty"`
	Bytes      int64    `json:"bytes"`
	SHA256     string   `json:"sha256"`
	SHA512     string   `json:"sha512"`
	Recipients []string `json:"recipients"` // age public keys
}

// Split gives the item and its private part, each as the text to be sealed.
func (it *Item) Split() (item, private []byte) {
	facts, p := *it, Private{By: it.By, Why: it.Why, Case: it.Case}
	if it.Erased != nil {
		p.Reason, p.Authority = it.Erased.Reason, it.Erased.Authority
	}
	if it.Exported != nil {
		p.To = it.Exported.To
	}
	if it.Heartbeat != nil {
		p.SHA256 = it.Heartbeat.SHA256
	}
	facts.Blobs = nil
	for _, b := range it.Blobs {
		if b.Cipher != nil {
			p.Clear = append(p.Clear, Clear{b.Name, b.Media, b.Bytes, b.SHA256, b.SHA512, b.Cipher.Recipients})
			b = Blob{Cipher: b.Cipher}
		}
		facts.Blobs = append(facts.Blobs, b)
	}
	if it.encrypted() {
		facts.Capture, p.Capture = nil, it.Capture
	}
	return compact(facts), compact(p)
}

// encrypted reports whether a blob of the item is.
func (it *Item) encrypted() bool {
	return slices.ContainsFunc(it.Blobs, func(b Blob) bool { return b.Cipher != nil })
}

// compact is JSON on one line, without its end.
func compact(v any) []byte {
	b := encode(v, "")
	return b[:len(b)-1]
}

// Reveal reads a private part strictly and puts what it says into its item. Its
// error is that of a text that has another form, or does not fit the item.
func (it *Item) Reveal(private []byte) error {
	var p Private
	if err := only(private, &p); err != nil {
		return err
	}
	switch {
	case p.Case != "" && it.Kind != Open,
		p.Reason+p.Authority != "" && it.Erased == nil,
		p.To != "" && it.Exported == nil,
		p.SHA256 != "" && it.Heartbeat == nil,
		len(p.Capture) > 0 && !it.encrypted():
		return fmt.Errorf("it says what this item of kind %s does not have", it.Kind)
	}
	it.By, it.Why, it.Case = p.By, p.Why, p.Case
	if it.Erased != nil {
		it.Erased.Reason, it.Erased.Authority = p.Reason, p.Authority
	}
	if it.Exported != nil {
		it.Exported.To = p.To
	}
	if it.Heartbeat != nil {
		it.Heartbeat.SHA256 = p.SHA256
	}
	if it.encrypted() {
		it.Capture = p.Capture
	}
	return it.unlock(p.Clear)
}

// unlock fills in what encrypted blobs are in the clear.
func (it *Item) unlock(clear []Clear) error {
	n := 0
	for i := range it.Blobs {
		b := &it.Blobs[i]
		if b.Cipher == nil {
			continue
		}
		if n++; n > len(clear) {
			continue
		}
		c := clear[n-1]
		b.Name, b.Media, b.Bytes, b.SHA256, b.SHA512, b.Cipher.Recipients = c.Name, c.Media, c.Bytes, c.SHA256, c.SHA512, c.Recipients
	}
	if n != len(clear) {
		return fmt.Errorf("it is on %d encrypted blobs, of which the item has %d", len(clear), n)
	}
	return nil
}
