package stamp

import (
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"
)

// MaxResponse is how many bytes an answer may have. Those of known authorities
// have less than 8 KiB.
const MaxResponse = 64 << 10

// ErrBareToken is that the bytes are a token without the status around it. The
// full answer is to be kept: some tools read nothing else.
var ErrBareToken = errors.New("this is a bare token (TimeStampToken) and not the full answer (TimeStampResp) of an authority")

// Response is an authority's answer.
type Response struct {
	Status int      // PKIStatus: 0 granted, 1 granted with changes, 2 and above refused
	Text   []string // in the authority's words
	Fail   []string // PKIFailureInfo, as RFC 3161 names it
	token  *token   // nil if refused
}

// Granted reports whether there is a stamp.
func (r *Response) Granted() bool { return r.Status <= 1 }

var statuses = []string{"granted", "granted with changes", "rejection", "waiting", "revocation warning", "revocation notification"}

// failures are the bits of PKIFailureInfo (RFC 3161, 2.4.2).
var failures = map[int]string{
	0: "badAlg", 2: "badRequest", 5: "badDataFormat", 14: "timeNotAvailable", 15: "unacceptedPolicy",
	16: "unacceptedExtension", 17: "addInfoNotAvailable", 25: "systemFailure",
}

// String is the status, the reasons and the text on one line.
func (r *Response) String() string {
	s := statuses[r.Status]
	if len(r.Fail) > 0 {
		s += " (" + strings.Join(r.Fail, ", ") + ")"
	}
	for _, t := range r.Text {
		s += fmt.Sprintf(": %q", t)
	}
	return s
}

// Parse reads an answer's form. It checks no signature: Verify does. Its error is
// ErrBareToken for a token alone, and names the byte for what is not in DER.
func Parse(der []byte) (*Response, error) {
	resp, err := parse(der)
	if err != nil {
		return nil, fmt.Errorf("time stamp: %w", err)
	}
	return resp, nil
}

func parse(der []byte) (*Response, error) {
	if len(der) > MaxResponse {
		return nil, fmt.Errorf("%d bytes, more than %d", len(der), MaxResponse)
	}
	const what = "the answer"
	r := &reader{rest: der}
	in := r.next(tagSequence, what).within()
	if err := r.end(what); err != nil {
		return nil, err
	}
	if in.peek(tagOID) {
		return nil, ErrBareToken
	}
	resp := &Response{}
	resp.status(in)
	if len(in.rest) > 0 && in.err == nil {
		resp.token = in.token()
	}
	if err := in.end(what); err != nil {
		return nil, err
	}
	if resp.Granted() != (resp.token != nil) {
		return nil, fmt.Errorf("the status is %s, and whether there is a token says otherwise", resp)
	}
	return resp, nil
}

// status reads a PKIStatusInfo.
func (resp *Response) status(r *reader) {
	const what = "the status"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return
	}
	resp.Status = in.small(what, int64(len(statuses)-1))
	if in.peek(tagSequence) {
		texts := in.next(tagSequence, "the text").within()
		for texts.err == nil && len(texts.rest) > 0 {
			var s string
			texts.value(tagUTF8, "a text", &s)
			resp.Text = append(resp.Text, s)
		}
		in.err = texts.err
	}
	if in.peek(tagBits) {
		var bits asn1.BitString
		in.value(tagBits, "the failure", &bits)
		for i := range min(bits.BitLength, 64) {
			if bits.At(i) != 0 {
				resp.Fail = append(resp.Fail, failure(i))
			}
		}
	}
	r.err = in.end(what)
}

func failure(bit int) string {
	if name, ok := failures[bit]; ok {
		return name
	}
	return fmt.Sprintf("bit %d", bit)
}
