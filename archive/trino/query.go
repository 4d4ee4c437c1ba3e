package trino

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// page is one answer of the protocol: https://trino.io/docs/current/develop/client-protocol.html.
type page struct {
	ID      string              `json:"id"`
	Next    string              `json:"nextUri"`
	Columns []column            `json:"columns"`
	Data    [][]json.RawMessage `json:"data"`
	Error   *QueryError         `json:"error"`
	Stats   struct {
		State string `json:"state"`
	} `json:"stats"`
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// QueryError is why a cluster gave up a query.
type QueryError struct {
	Message string `json:"message"`
	Code    int    `json:"errorCode"`
	Name    string `json:"errorName"`
	Type    string `json:"errorType"` // USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL
}

func (e *QueryError) Error() string { return fmt.Sprintf("%s: %q", e.Name, e.Message) }

// passing are errors of a cluster that changes, rather than of a query.
var passing = map[string]bool{
	"NO_NODES_AVAILABLE": true, "REMOTE_TASK_ERROR": true, "REMOTE_TASK_MISMATCH": true, "REMOTE_HOST_GONE": true, "TOO_MANY_REQUESTS_FAILED": true,
	"PAGE_TRANSPORT_ERROR": true, "PAGE_TRANSPORT_TIMEOUT": true, "SERVER_STARTING_UP": true, "SERVER_SHUTTING_DOWN": true, "SERIALIZATION_ERROR": true,
}

// errLost is that a cluster does not know a query that it took: it was restarted.
var errLost = errors.New("the cluster does not know its query any more")

// tries is how often a query is run.
const tries = 3

// query runs a query and gives its rows as they come. If the cluster gives it up
// while nothing was given, it is run again. It has an error unless all rows came.
func (c *Client) query(ctx context.Context, sql string, give func([]column, []json.RawMessage) error) error {
	given := false
	for try := 1; ; try++ {
		err := c.run(ctx, sql, func(cs []column, row []json.RawMessage) error {
			given = true
			return give(cs, row)
		})
		var q *QueryError
		again := errors.Is(err, errLost) || errors.As(err, &q) && passing[q.Name]
		if err == nil || !again || given || try == tries {
			return c.failed(err, given)
		}
		if err := sleep(ctx, 10*c.pause*time.Duration(try*try)); err != nil {
			return err
		}
	}
}

// failed is an error with what the cluster was asked, and whether its rows are
// part of an answer only.
func (c *Client) failed(err error, given bool) error {
	var t taking
	switch {
	case err == nil:
		return nil
	case errors.As(err, &t):
		return t.error
	case given:
		return fmt.Errorf("ask %s: what came is not all: %w", c.at, err)
	}
	return fmt.Errorf("ask %s: %w", c.at, err)
}

// taking is an error of who takes rows.
type taking struct{ error }

// run runs a query once.
func (c *Client) run(ctx context.Context, sql string, give func([]column, []json.RawMessage) error) error {
	p, err := c.ask(ctx, http.MethodPost, c.at.base(), sql)
	if err != nil {
		return err
	}
	var columns []column
	for {
		if p.Error != nil {
			return p.Error
		}
		if p.Columns != nil {
			columns = p.Columns
		}
		for _, row := range p.Data {
			if len(row) != len(columns) {
				c.cancel(p)
				return fmt.Errorf("query %q: a row has %d values, and there are %d columns", p.ID, len(row), len(columns))
			}
			if err := give(columns, row); err != nil {
				c.cancel(p)
				return taking{err}
			}
		}
		if p.Next == "" {
			break
		}
		next, err := c.next(p)
		if err != nil {
			return err
		}
		q, err := c.ask(ctx, http.MethodGet, next, "")
		if err != nil {
			c.cancel(p)
			return err
		}
		p = q
	}
	if p.Stats.State != "FINISHED" {
		return fmt.Errorf("query %q ended in the state %q", p.ID, p.Stats.State)
	}
	return nil
}

// next is where a query goes on. It is where the query was asked: credentials go
// nowhere else.
func (c *Client) next(p *page) (*url.URL, error) {
	u, err := url.Parse(p.Next)
	if base := c.at.base(); err != nil || u.Scheme != base.Scheme || !sameHost(u, base) {
		return nil, fmt.Errorf("query %q goes on at %q, which is not the host that was asked", p.ID, p.Next)
	}
	return u, nil
}

func sameHost(a, b *url.URL) bool {
	port := func(u *url.URL) string {
		if u.Port() != "" {
			return u.Port()
		}
		return map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

// cancel tells the cluster that nobody waits for a query, whatever has ended.
func (c *Client) cancel(p *page) {
	u, err := c.next(p)
	if err != nil {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	if resp, err := c.send(ctx, http.MethodDelete, u, ""); err == nil {
		resp.Body.Close()
	}
}
