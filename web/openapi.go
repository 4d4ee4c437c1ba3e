package web

import (
	_ "embed"
	"net/http"
)

// openAPI describes what can be asked for (OpenAPI 3.1). It is written by hand,
// and a test holds the answers to it.
//
//go:embed openapi.json
var openAPI []byte

func (s *Server) openapi(*http.Request) (*answer, error) {
	return &answer{kind: jsonType, body: openAPI}, nil
}
