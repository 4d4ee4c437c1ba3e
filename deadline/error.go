package deadline

import "fmt"

// Error is a question that cannot be computed, and what to ask instead.
type Error struct {
	Msg  string // lower case, with foreign text quoted
	Hint string // what to write instead; "" if nothing is certain to help
}

func (e *Error) Error() string { return e.Msg }

func fail(hint, format string, args ...any) error {
	return &Error{fmt.Sprintf(format, args...), hint}
}
