// Package trino asks a cluster that speaks Trino's protocol for an archive's
// tables, or for the state vectors of the OpenSky Network. It stands apart because
// it needs a cluster.
//
// The cluster chooses by time, area and aircraft; what it gives is held to the
// question here. An answer is whole, or there is an error: a query that the
// cluster gives up is asked again while nothing of it was handed on.
//
// Credentials go to the address that was given and to no other, never without TLS,
// and into no error.
package trino

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Scheme is what the address of a schema begins with.
const Scheme = "trino://"

// Address is where a schema is: trino://user@host:port/catalog/schema. Without a
// port it is 443, or 8080 on this machine.
type Address struct {
	User, Host, Catalog, Schema string // Host has the port
	// Plain says that the cluster is on this machine and is asked without TLS.
	Plain bool
}

// DefaultUser is the user of an address that names none.
const DefaultUser = "holdshort"

// ParseAddress reads an address. One with a password is refused, since addresses
// are written down. No error has the text of an address that may hold one.
func ParseAddress(text string) (Address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme+"://" != Scheme {
		return Address{}, errors.New("it is not of the form trino://user@host:port/catalog/schema")
	}
	if _, has := u.User.Password(); has {
		return Address{}, errors.New("it has a password, and addresses are written down")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return Address{}, fmt.Errorf("%q has more than trino://user@host:port/catalog/schema", text)
	}
	a := Address{User: u.User.Username(), Host: u.Host, Plain: loopback(u.Hostname())}
	if a.User == "" {
		a.User = DefaultUser
	}
	switch {
	case u.Hostname() == "":
		return Address{}, fmt.Errorf("%q names no host", text)
	case u.Port() == "" && a.Plain:
		a.Host += ":8080"
	case u.Port() == "":
		a.Host += ":443"
	}
	var ok bool
	a.Catalog, a.Schema, ok = strings.Cut(strings.Trim(u.Path, "/"), "/")
	if !ok || a.Catalog == "" || a.Schema == "" || strings.Contains(a.Schema, "/") {
		return Address{}, fmt.Errorf("%q does not name a catalog and a schema", text)
	}
	return a, nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// String is the address as it may be written down.
func (a Address) String() string {
	return Scheme + url.User(a.User).String() + "@" + a.Host + "/" + a.Catalog + "/" + a.Schema
}

// base is the address of the protocol.
func (a Address) base() *url.URL {
	u := &url.URL{Scheme: "https", Host: a.Host, Path: "/v1/statement"}
	if a.Plain {
		u.Scheme = "http"
	}
	return u
}

// Credentials are what shows the user to be who they say; none, or one of the two.
type Credentials struct {
	Password string
	Token    string // a bearer token, such as a JSON web token
}

// String shows nothing.
func (Credentials) String() string { return "(not shown)" }

// GoString shows nothing.
func (Credentials) GoString() string { return "(not shown)" }
