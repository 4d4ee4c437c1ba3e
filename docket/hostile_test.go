package docket_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/docket"
)

// What Read may take, whatever the file holds.
const (
	maxHeap = 1 << 30
	maxTime = 30 * time.Second // on a busy machine; alone each takes a few seconds at most
)

// repeated is head, each so many times, and tail.
func repeated(head, each, tail string, times int) []byte {
	return []byte(head + strings.Repeat(each, times) + tail)
}

const aNotice = "From: a\nDate: Sat, 15 Mar 2025 19:28:51 -0400\n"

// Hostile files are one clear error each, or are read, in bounded memory and time.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	const size = docket.MaxFile - 4096
	nested := func(open, close string, n int) []byte {
		return []byte(strings.Repeat(open, n) + strings.Repeat(close, n))
	}
	mails := aNotice
	for i := range 40 {
		mails += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for _, x := range []struct {
		name string
		b    []byte
		want string // how the error begins; "" if it is read
	}{
		{"100 MB", repeated("<html>", "<td>01/02/2025", "", 7_200_000), "x: the file has more than 33554432 bytes"},
		{"nothing", nil, "x: the file is empty"},
		{"UTF-16", []byte("\xff\xfe<\x00h\x00"), "x: byte 0: the file is in UTF-16"},
		{"an XML bomb", []byte(`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`), `x: byte 34: XML that defines entities is not read: "<!ENTITY"`},
		{"an entity that nobody defines", []byte(`<rss><channel><title>&lol;</title></channel></rss>`), "x: byte 26: not XML: invalid character entity &lol;"},
		{"deep XML", nested("<rss><channel>", "", 100_000), "x: byte "},
		{"XML that breaks off", []byte(`<rss><channel><item><title>1:25-cv-1 A v. B</title>`), "x: byte 51: "},
		{"XML of another kind", []byte(`<?xml version="1.0"?><svg/>`), `x: byte 21: XML that is no docket; its first element is: "svg"`},
		{"a feed of one element without end", repeated("<rss><channel><title>", "x", "", size), "x: byte "},
		{"deep JSON", nested("[", "]", 9_000), "x: byte 65: values more than 64 deep"},
		{"deeper JSON", nested(`{"a":`, "}", 100_000), "x: byte "},
		{"millions of values", repeated("[", "0,", "0]", size/2), "x: byte 3999999: the file has more than 2000000 values"},
		{"JSON that breaks off", []byte(`{"results": [{"docket_number": "1"`), "x: byte "},
		{"a field given twice", []byte(`{"docket_number": "1", "docket_number": "2"}`), `x: byte 23: a field given twice: "docket_number"`},
		{"JSON of another kind", []byte(`{"a": 1}`), `x: byte 0: JSON that is no docket; its fields begin: "a"`},
		{"a webhook of no known type", []byte(`{"payload": {}, "webhook": {"event_type": 9}}`), `x: byte 27: a webhook of a type that is not known: "9"`},
		{"deep tables", nested("<table><tr><td>", "</td></tr></table>", 100_000), "x: byte 960: tables more than 64 deep"},
		{"millions of cells", repeated("<table>", "<td>", "", 4_000_000), "x: byte 8000003: a page of more than 2000000 cells"},
		{"a page of one tag without end", repeated("<html><a ", "x", "", size), "x: a page that is no docket; it says"},
		{"a tag of many attributes", repeated("<html><a ", "x=1 ", ">", size/4), "x: a page that is no docket; it says"},
		{"an endless script", repeated("<html><script>", "<td>", "", size/4), "x: a page that is no docket; it says"},
		{"a million entities", repeated("<html>", "&amp;", "", size/5), "x: a page that is no docket; it says"},
		{"deep mail", []byte(mails), "x: byte "},
		{"a mail of many parts", append([]byte(aNotice+"Content-Type: multipart/mixed; boundary=b\n\n"), repeated("", "--b\n\nx\n", "", 100_000)...), "x: byte "},
		{"a mail without a boundary", []byte(aNotice + "Content-Type: multipart/mixed\n\nx"), "x: byte 77: a mail of several parts without a boundary"},
		{"a mail of a million headers", repeated(aNotice, "X: y\n", "", size/5), "x: a mail that is no notice of filing"},
		{"a mail of hops without times", repeated(aNotice, "Received: from a by b; c\n", "\n", 900), "x: a mail that is no notice of filing"},
		{"an attachment", []byte(aNotice + "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAAA"), "x: a mail that is no notice of filing"},
		{"a transfer encoding of no known kind", []byte(aNotice + "Content-Type: text/html\nContent-Transfer-Encoding: x-uuencode\n\nx"), `x: byte 109: a transfer encoding that is not known: "x-uuencode"`},
		{"a character set of several bytes", []byte(aNotice + "Content-Type: text/html; charset=shift_jis\n\n\x82\xa0"), `x: byte 90: a character set that is not read: "shift_jis"`},
		{"a notice of no case", []byte(aNotice + "\nThe following transaction was filed on 03/15/2025"), "x: byte 47: a notice that names no case"},
		{"a notice of many cases", repeated(aNotice+"\nThe following transaction was filed on 03/15/2025\n", "Case Name: A\nCase Number: 25-1\n", "", 20_000), "x: byte 47: a notice of more than 1000 dockets"},
		{"a feed of a million items", repeated("<rss><channel>", "<item><title>1 A v. B</title></item>", "</channel></rss>", size/37), ""},
		{"a docket of many entries", repeated("<table><tr><td>Date Filed</td><td>#</td><td>Docket Text</td></tr>", "<tr><td>01/02/2025</td><td>1</td><td>ORDER (Entered: 01/02/2025)</td></tr>", "</table>", 200_000), ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			var f *docket.File
			var err error
			heap, took := peak(func() { f, err = docket.Read(bytes.NewReader(x.b), "x", docket.Options{}) })
			t.Logf("%s, peak of the heap %d MB: %v", took.Round(time.Millisecond), heap>>20, err)
			var e *docket.Error
			switch {
			case x.want == "" && err != nil:
				t.Errorf("got %v", err)
			case x.want != "" && (f != nil || !errors.As(err, &e) || !strings.HasPrefix(err.Error(), x.want)):
				t.Errorf("got %v, want %s", err, x.want)
			case took > maxTime || heap > maxHeap:
				t.Errorf("%s and %d MB", took, heap>>20)
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
}

// peak runs f and watches the heap over what was there before.
func peak(f func()) (heap uint64, took time.Duration) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapInuse
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		for most := uint64(0); ; {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	f()
	took = time.Since(start)
	close(stop)
	most := <-done
	return most - min(most, before), took
}

// An endless file is an error, and is not read to its end.
func TestEndless(t *testing.T) {
	_, err := docket.Read(endless{}, "x", docket.Options{})
	if err == nil || !strings.Contains(err.Error(), "more than 33554432 bytes") {
		t.Error(err)
	}
	broken := errors.New("the disk is gone")
	if _, err := docket.Read(io.MultiReader(strings.NewReader("<html>"), failing{broken}), "x", docket.Options{}); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
