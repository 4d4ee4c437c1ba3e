package trinotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// answer is what the tests need of an answer of Trino's protocol.
type answer struct {
	Next  string  `json:"nextUri"`
	Data  [][]any `json:"data"`
	Error *struct {
		Name    string `json:"errorName"`
		Message string `json:"message"`
	} `json:"error"`
}

// Exec runs statements one after the other, and gives the rows of the last.
func (c *Cluster) Exec(t testing.TB, statements ...string) (rows [][]any) {
	t.Helper()
	for _, sql := range statements {
		var err error
		if rows, err = c.exec(sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	return rows
}

// active is how many nodes are there, 0 while the coordinator is not.
func (c *Cluster) active() int {
	rows, err := c.exec("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'")
	if err != nil || len(rows) == 0 {
		return 0
	}
	n, _ := rows[0][0].(float64)
	return int(n)
}

func (c *Cluster) exec(sql string) (rows [][]any, err error) {
	method, at := http.MethodPost, fmt.Sprintf("http://127.0.0.1:%d/v1/statement", c.port)
	for at != "" {
		r, err := http.NewRequest(method, at, strings.NewReader(sql))
		if err != nil {
			return nil, err
		}
		r.Header.Set("X-Trino-User", "test")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return nil, err
		}
		var a answer
		err = json.NewDecoder(resp.Body).Decode(&a)
		resp.Body.Close()
		if err != nil {
			return nil, err
		}
		if a.Error != nil {
			return nil, fmt.Errorf("%s: %s", a.Error.Name, a.Error.Message)
		}
		rows, method, at, sql = append(rows, a.Data...), http.MethodGet, a.Next, ""
	}
	return rows, nil
}
