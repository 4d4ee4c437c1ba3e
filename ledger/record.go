package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"
)

// Record is an entry opened, as a line of JSON: in the vault, and in an exhibit.
// What is withheld from an exhibit has no Item and no ItemSalt, and says why. A
// private part that is not shown is left out with its salt, and says nothing.
type Record struct {
	Index       uint64   `json:"index"` // of its leaf in the log, from 0
	Salt        string   `json:"salt"`
	Body        string   `json:"body"`
	ItemSalt    string   `json:"item_salt,omitempty"`
	Item        string   `json:"item,omitempty"` // the exact bytes of the Item
	PrivateSalt string   `json:"private_salt,omitempty"`
	Private     string   `json:"private,omitempty"`  // the exact bytes of the Private part
	Withheld    string   `json:"withheld,omitempty"` // a Class, or "erased"
	Proof       []string `json:"proof,omitempty"`    // inclusion, RFC 6962 2.1.1, from the leaf's sibling up
}

// Erased is why an item is withheld that exists no more.
const Erased = "erased"

// Opened is a Record whose hashes were recomputed and hold.
type Opened struct {
	Index      uint64
	Body       Body
	Commitment Hash
	Item       *Item // nil if withheld
	Private    bool  // whether Item has what its private part says
	Withheld   string
}

// Check recomputes the record's hashes. It says nothing of the log.
func (r *Record) Check() (*Opened, error) {
	salt, err := ParseHash(r.Salt)
	if err != nil {
		return nil, fmt.Errorf("salt: %w", err)
	}
	body, err := ParseBody(r.Body)
	if err != nil {
		return nil, err
	}
	o := &Opened{Index: r.Index, Body: body, Commitment: Commitment(salt, r.Body), Withheld: r.Withheld}
	if r.Item == "" {
		switch {
		case r.Withheld == "" || r.ItemSalt+r.PrivateSalt+r.Private != "":
			return nil, fmt.Errorf("the entry at position %d has no item and does not say why", body.Position)
		case r.Withheld != Erased && !Class(r.Withheld).Known():
			return nil, fmt.Errorf("the entry at position %d is withheld as %q, which is no class", body.Position, r.Withheld)
		}
		return o, nil
	}
	if r.Withheld != "" {
		return nil, fmt.Errorf("the entry at position %d has an item and is withheld as %q", body.Position, r.Withheld)
	}
	itemSalt, err := ParseHash(r.ItemSalt)
	if err != nil {
		return nil, fmt.Errorf("item_salt: %w", err)
	}
	if ItemCommitment(itemSalt, []byte(r.Item)) != body.Item {
		return nil, fmt.Errorf("the item of the entry at position %d is not the one that was sealed", body.Position)
	}
	if o.Item, err = ParseItem([]byte(r.Item)); err != nil {
		return nil, fmt.Errorf("the item of the entry at position %d: %w", body.Position, err)
	}
	if o.Item.Kind != body.Kind {
		return nil, fmt.Errorf("the entry at position %d is of kind %s and its item of kind %s", body.Position, body.Kind, o.Item.Kind)
	}
	if r.Private+r.PrivateSalt != "" {
		if err := o.reveal(r); err != nil {
			return nil, fmt.Errorf("the private part of the entry at position %d: %w", body.Position, err)
		}
	}
	return o, nil
}

// reveal adds the private part to the item.
func (o *Opened) reveal(r *Record) error {
	salt, err := ParseHash(r.PrivateSalt)
	if err != nil {
		return fmt.Errorf("private_salt: %w", err)
	}
	if PrivateCommitment(salt, []byte(r.Private)) != o.Body.Private {
		return fmt.Errorf("it is not the one that was sealed")
	}
	o.Private = true
	return o.Item.Reveal([]byte(r.Private))
}

// Hide is the record without its private part.
func (r *Record) Hide() *Record {
	out := *r
	out.Private, out.PrivateSalt = "", ""
	return &out
}

// Withhold is the record without its item and private part, for a reason.
func (r *Record) Withhold(why string) *Record {
	out := r.Hide()
	out.Item, out.ItemSalt, out.Withheld = "", "", why
	return out
}

// ParseRecord reads one line strictly: an unknown field is an error.
func ParseRecord(line []byte) (*Record, error) {
	var r Record
	if err := strict(line, &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// only reads one JSON value that has one reading.
func only(b []byte, v any) error {
	if err := strict(b, v); err != nil {
		return err
	}
	return exact(b, v)
}

// exact refuses what encoding/json lets pass and other readers may not: names in
// another case, fields written out though empty, text that is no UTF-8. Read
// without a type, b says the same as v written anew.
func exact(b []byte, v any) error {
	anew, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if !utf8.Valid(b) {
		return fmt.Errorf("it is not UTF-8")
	}
	var was, is any
	if err := errors.Join(json.Unmarshal(b, &was), json.Unmarshal(anew, &is)); err != nil {
		return err
	}
	if !reflect.DeepEqual(was, is) {
		return fmt.Errorf("a field is empty, or its name is not in lower case")
	}
	return nil
}

// strict reads one JSON value with no unknown field and nothing after it.
func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("text after the JSON value")
	}
	return nil
}
