package ledger

import (
	"fmt"
	"time"

	"github.com/holdshort/holdshort/span"
)

// ParseInstant reads a moment in the one form that the log uses: RFC 3339 in
// UTC as span.Instant.RFC3339 writes it.
func ParseInstant(s string) (span.Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a moment in UTC such as 2025-03-15T22:46:00Z", s)
	}
	i := span.FromTime(t)
	if i.RFC3339() != s {
		return 0, fmt.Errorf("%q is not a moment in UTC such as 2025-03-15T22:46:00Z", s)
	}
	return i, nil
}
