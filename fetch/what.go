package fetch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"mime"
	"regexp"
	"strings"
)

// headOfPage is how much of a page its title is looked for in.
const headOfPage = 64 << 10

var title = regexp.MustCompile(`(?is)<title[^>]*>(.{0,200}?)</title>`)

// What says what came, for a person: `5877 bytes of text/html with the title
// "Just a moment..."`. What the server wrote is quoted.
func (c *Capture) What() string {
	if len(c.Body) == 0 {
		return "nothing"
	}
	head := pageHead(c.Body)
	s := fmt.Sprintf("%d bytes", len(c.Body))
	if kind := c.kind(head); kind != "" {
		s += " of " + kind
	}
	if m := title.FindSubmatch(head); m != nil {
		s += fmt.Sprintf(" with the title %q", strings.Join(strings.Fields(html.UnescapeString(string(m[1]))), " "))
	}
	return s
}

// kind is what the server says of the type, or a guess where a page is sent as
// something else.
func (c *Capture) kind(head []byte) string {
	said, _, err := mime.ParseMediaType(c.Header("Content-Type"))
	if err != nil {
		said = ""
	}
	trimmed := bytes.ToLower(bytes.TrimLeft(head, " \t\r\n\ufeff"))
	if page := bytes.HasPrefix(trimmed, []byte("<!doctype html")) || bytes.HasPrefix(trimmed, []byte("<html")); page && said != "text/html" {
		return strings.TrimSuffix("HTML, sent as "+said, ", sent as ")
	}
	return said
}

// pageHead is the beginning of a body, unpacked if it is gzip.
func pageHead(body []byte) []byte {
	if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		head, _ := io.ReadAll(io.LimitReader(z, headOfPage))
		return head
	}
	return body[:min(len(body), headOfPage)]
}
