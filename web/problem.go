package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/holdshort/holdshort"
)

// problem is why a request is not answered, and what to do about it.
type problem struct {
	status int
	msg    string
	hint   string
}

func (p *problem) Error() string { return p.msg }

func refuse(status int, hint, format string, args ...any) error {
	return &problem{status, fmt.Sprintf(format, args...), hint}
}

// problemOf is err as a reader is told of it. What is no problem of theirs is
// told to whoever runs the server, and not to them: it can name folders.
func (s *Server) problemOf(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return &problem{http.StatusRequestEntityTooLarge, fmt.Sprintf("the request has more than %d bytes", big.Limit), "send less at once"}
	}
	s.log(err.Error())
	return &problem{http.StatusInternalServerError, "the server could not do this", "whoever runs the server sees the reason where it runs"}
}

// Trouble is one thing wrong with the files of a case as they are now.
type Trouble struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
}

// troubles are the things that the case in a folder did not load for. Where the
// folder lies on this machine is nobody's business.
func troubles(dir string, err error) []Trouble {
	dir = strings.TrimSuffix(dir, "/") + "/"
	var ps holdshort.Problems
	if !errors.As(err, &ps) {
		return []Trouble{{Error: strings.ReplaceAll(err.Error(), dir, "")}}
	}
	var out []Trouble
	for _, p := range ps {
		p.File = strings.TrimPrefix(p.File, dir)
		out = append(out, Trouble{p.File, p.Line, p.Col, p.Error(), p.Hint})
	}
	return out
}
