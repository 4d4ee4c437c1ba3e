package feed

import (
	"encoding/json"
	"errors"
	"io"
)

// maxValue bounds the bytes of one value of JSON, as of one feature with all its
// points: in memory they take ten times that.
const maxValue = 16 << 20

// jsonStream reads JSON value by value for formats whose values are few and
// large or small and many, as the standard library decodes them. A value takes
// no more than maxValue bytes.
type jsonStream struct {
	in  *input
	lim *allowance
	d   *json.Decoder
}

func newJSONStream(in *input) *jsonStream {
	if b, err := in.r.Peek(3); err == nil && string(b) == "\ufeff" {
		in.r.Discard(3)
	}
	j := &jsonStream{in: in, lim: newAllowance(in.r, maxValue)}
	j.d = json.NewDecoder(j.lim)
	return j
}

// at is the place in the file.
func (j *jsonStream) at() int64 { return j.d.InputOffset() }

// errShape is JSON of another shape than the format has.
var errShape = errors.New("the JSON does not have the shape of its format")

// badData is an error of the file, not of the sink or of a fix.
type badData struct{ err error }

func (e badData) Error() string { return e.err.Error() }

// isData reports whether err is nil or an error of the file.
func isData(err error) bool {
	var data badData
	return err == nil || errors.As(err, &data)
}

func (j *jsonStream) token() (json.Token, error) {
	j.lim.renew()
	t, err := j.d.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, badData{err}
	}
	return t, nil
}

// object calls do with each key of an object; do reads its value.
func (j *jsonStream) object(do func(key string) error) error {
	if t, err := j.token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return badData{errShape}
	}
	for j.d.More() {
		t, err := j.token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return badData{errShape}
		}
		if err := do(key); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// array calls do for each element of an array, or of none if there is null; do
// reads the element.
func (j *jsonStream) array(do func() error) error {
	t, err := j.token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return badData{errShape}
	}
	for j.d.More() {
		if err := do(); err != nil {
			return err
		}
	}
	_, err = j.token()
	return err
}

// value reads a value into v. One of another type than v's leaves v as far as
// it was understood, and is counted as odd.
func (j *jsonStream) value(v any) error {
	j.lim.renew()
	err := j.d.Decode(v)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		j.in.odd(j.in.sum.Rows+1, j.at(), "a value of "+clip(kind.Field)+" is of another type than the format has, taken as not given")
		return nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return badData{err}
	}
	return nil
}

// skip reads a value and forgets it.
func (j *jsonStream) skip() error {
	var v json.RawMessage
	return j.value(&v)
}

// ended is what a reading's end, with err, amounts to: an error that ends it, or
// a note if the file broke off after some rows.
func (j *jsonStream) ended(err error) error {
	var data badData
	if err == nil || !errors.As(err, &data) {
		return err
	}
	return broken(j.in, j.in.sum.Rows, j.at(), data.err)
}
