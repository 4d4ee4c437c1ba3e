package vault

import (
	"encoding/json"
	"mime"
	"net/textproto"

	"github.com/holdshort/holdshort/ledger"
)

// Captured are the clocks and the media type that the manifest of a capture has:
// docs/formats/capture.md. What it does not have is empty; the manifest itself is
// sealed as it is.
func Captured(manifest json.RawMessage) (c ledger.Clocks, media string) {
	var m struct {
		Clocks struct {
			FirstByteAt  string `json:"first_byte_at"`
			LastModified string `json:"last_modified"`
		} `json:"clocks"`
		Tries []struct {
			Hops []struct {
				Headers map[string][]string `json:"headers"`
			} `json:"hops"`
		} `json:"tries"`
	}
	if json.Unmarshal(manifest, &m) != nil {
		return c, ""
	}
	c.Captured, c.Published = m.Clocks.FirstByteAt, m.Clocks.LastModified
	if n := len(m.Tries); n > 0 && len(m.Tries[n-1].Hops) > 0 {
		hops := m.Tries[n-1].Hops
		media = textproto.MIMEHeader(hops[len(hops)-1].Headers).Get("Content-Type")
	}
	if t, _, err := mime.ParseMediaType(media); err == nil {
		media = t
	}
	return c, media
}
