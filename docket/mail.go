package docket

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"
)

// message is the head of a mail, as far as a notice needs it.
type message struct{ subject, from string }

// header is one field of a mail's head. Its text is unfolded into one line.
type header struct {
	name string
	*text
}

func (h header) value() string { return strings.TrimSpace(string(h.b)) }

var (
	headerLine = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)
	mailField  = regexp.MustCompile(`(?mi)^(?:received|return-path|from|date|subject|message-id|mime-version|delivered-to):`)
)

// isMail reports whether the file begins as a raw mail does.
func isMail(head []byte) bool {
	head = head[:min(len(head), 64<<10)]
	if bytes.HasPrefix(head, []byte("From ")) { // a mailbox of one mail
		return mailField.Match(head)
	}
	fields, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte("\r"), nil), []byte("\n\n"))
	return headerLine.Match(head) && len(mailField.FindAll(fields, 3)) >= 2
}

// readMail reads a notice of filing as the raw mail in which it came.
func (in *input) readMail() error {
	t := whole(in.raw)
	if start := bytes.IndexByte(in.raw, '\n'); bytes.HasPrefix(in.raw, []byte("From ")) && start >= 0 {
		t = t.part(start+1, len(t.b))
	}
	return in.mail(t, "", 0)
}

// mail reads a mail, or one that another holds.
func (in *input) mail(t *text, path string, depth int) error {
	headers, body := heads(t)
	in.hops(headers, path)
	m := &message{}
	for _, h := range headers {
		switch strings.ToLower(h.name) {
		case "subject":
			m.subject = oneLine(words(h.value()))
		case "from":
			m.from = h.value()
		case "date", "received", "content-type", "content-transfer-encoding", "mime-version":
		default:
			in.unread(join(path, "header "+h.name))
		}
	}
	leaves, err := in.leaves(headers, body, path, depth)
	if err != nil {
		return err
	}
	for _, leaf := range leaves {
		if leaf.mail {
			return in.mail(leaf.text, leaf.path, depth+1)
		}
		if isNotice(leaf.b) {
			in.file.Format = "notice of filing, raw mail"
			return in.notice(leaf.text, leaf.path, m)
		}
	}
	return in.fail(-1, m.subject, "a mail that is no notice of filing; its subject is", "give a notice of electronic filing or of docket activity, as raw mail")
}

// heads parts the head of a mail from its body.
func heads(t *text) ([]header, *text) {
	var out []header
	for i := 0; i < len(t.b); {
		n := len(t.b)
		if k := bytes.IndexByte(t.b[i:], '\n'); k >= 0 {
			n = i + k
		}
		line := bytes.TrimRight(t.b[i:n], "\r")
		next := min(n+1, len(t.b))
		switch name, value, ok := bytes.Cut(line, []byte(":")); {
		case len(line) == 0:
			return out, t.part(next, len(t.b))
		case (line[0] == ' ' || line[0] == '\t') && len(out) > 0:
			h := out[len(out)-1]
			lead := len(line) - len(bytes.TrimLeft(line, " \t"))
			h.put([]byte{' '}, i)
			h.put(line[lead:], i+lead)
		case ok && len(out) < maxHeaders:
			lead := len(value) - len(bytes.TrimLeft(value, " \t"))
			h := header{string(name), &text{from: t}}
			h.put(value[lead:], i+len(name)+1+lead)
			out = append(out, h)
		}
		i = next
	}
	return out, t.part(len(t.b), len(t.b))
}

const maxHeaders = 1000

// words reads the encoded words of a header, and leaves those it cannot read.
func words(s string) string {
	d := mime.WordDecoder{}
	if out, err := d.DecodeHeader(s); err == nil {
		return out
	}
	return s
}

// field is the first header of that name.
func field(headers []header, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h.name, name) {
			return h.value()
		}
	}
	return ""
}

// leaf is a part of a mail that holds no others.
type leaf struct {
	*text
	path string
	mail bool // a mail within the mail
}

// leaves are the parts of a mail that hold text, in order. The others are counted.
func (in *input) leaves(headers []header, body *text, path string, depth int) ([]leaf, error) {
	kind, params, err := mime.ParseMediaType(field(headers, "Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if depth > maxMails {
		return nil, in.fail(body.origin(0), "", fmt.Sprintf("mail parts more than %d deep", maxMails), "give the notice alone")
	}
	if strings.HasPrefix(kind, "multipart/") {
		return in.multipart(body, params["boundary"], path, depth)
	}
	if strings.HasPrefix(kind, "text/") || kind == "message/rfc822" {
		body, err = in.unwrap(body, field(headers, "Content-Transfer-Encoding"))
		if err == nil && kind != "message/rfc822" {
			body, err = in.decode(body, params["charset"])
		}
		return []leaf{{body, path, kind == "message/rfc822"}}, err
	}
	in.unread(join(path, "part "+clip(kind, 60)))
	return nil, nil
}

const maxMails = 10 // parts of a mail within one another

// multipart reads the parts between the lines of the boundary.
func (in *input) multipart(body *text, boundary, path string, depth int) ([]leaf, error) {
	if boundary == "" {
		return nil, in.fail(body.origin(0), "", "a mail of several parts without a boundary", "give the mail as it was received")
	}
	var out []leaf
	parts, from := 0, -1
	for i := 0; i < len(body.b); {
		next := len(body.b)
		if k := bytes.IndexByte(body.b[i:], '\n'); k >= 0 {
			next = i + k + 1
		}
		line := bytes.TrimRight(body.b[i:next], " \t\r\n")
		mark, ok := bytes.CutPrefix(line, []byte("--"+boundary))
		last := next == len(body.b)
		if ends := ok && (len(mark) == 0 || string(mark) == "--"); ends || last {
			if from >= 0 {
				to := i
				if !ends {
					to = next
				}
				parts++
				headers, b := heads(body.part(from, to))
				more, err := in.leaves(headers, b, at(join(path, "part"), parts), depth+1)
				if err != nil {
					return nil, err
				}
				out = append(out, more...)
			}
			if from = next; ok && string(mark) == "--" {
				break
			}
		}
		if i = next; parts > MaxParts {
			return nil, in.fail(body.origin(min(i, len(body.b))), "", fmt.Sprintf("a mail of more than %d parts", MaxParts), "give the notice alone")
		}
	}
	return out, nil
}

// unwrap undoes a transfer encoding.
func (in *input) unwrap(t *text, encoding string) (*text, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "7bit", "8bit", "binary":
		return t, nil
	case "quoted-printable":
		return unquote(t), nil
	case "base64":
		return unbase64(t), nil
	}
	return nil, in.fail(t.origin(0), encoding, "a transfer encoding that is not known", "quoted-printable and base64 are")
}
