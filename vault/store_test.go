package vault

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/holdshort/holdshort/internal/durable"
)

// watched runs do and returns each file operation that ended well, as a line of
// its step and the file it was for, in the order in which they ended.
func watched(do func()) []string {
	was := durable.Around
	defer func() { durable.Around = was }()
	var mu sync.Mutex
	var out []string
	durable.Around = func(step, name string, do func() error) error {
		err := do()
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			out = append(out, step+" "+name+"\n")
		}
		return err
	}
	do()
	return out
}

// The promises of a batch hold in their order: all bytes are on the disk before
// any has its name, and their names, and the folders' names, before the records
// that name them. Each folder is waited for once.
func TestStoreOrder(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "0")) // the folder of the first is there already
	var ds []Draft
	for n := range 40 {
		ds = append(ds, keepText(c, fmt.Sprint(n)))
	}
	var out []Sealed
	steps := watched(func() { out = mustSeal(t, v, ds...) })
	records := slices.Index(steps, "temp "+v.chain(c)+"\n")
	if records < 0 {
		t.Fatalf("no records were written: %q", steps)
	}
	lastSync, firstName := 0, len(steps)
	for i, s := range steps[:records] {
		if strings.HasPrefix(s, "sync "+v.incoming()) {
			lastSync = i
		}
		if strings.HasPrefix(s, "name ") {
			firstName = min(firstName, i)
		}
	}
	if lastSync > firstName {
		t.Errorf("a file was given its name at step %d, before another was on the disk at step %d", firstName, lastSync)
	}
	if n := count(steps[:records], "sync "+v.incoming()); n != len(ds) {
		t.Errorf("%d files were waited for, not %d", n, len(ds))
	}
	for _, o := range out {
		name := v.blob(o.Item.Blobs[0].SHA256)
		dir := "sync folder " + filepath.Dir(name) + "\n"
		if n := count(steps, dir); n != 1 {
			t.Errorf("%d times: %s", n, dir)
		}
		// The first was kept before, and gets no name now.
		if at := slices.Index(steps, "name "+name+"\n"); at > slices.Index(steps, dir) || slices.Index(steps, dir) > records {
			t.Errorf("%s at step %d, %s at %d, records at %d", name, at, dir, slices.Index(steps, dir), records)
		}
	}
	if n := count(steps, "sync folder "+v.blobs()+"\n"); n != 1 || slices.Index(steps, "sync folder "+v.blobs()+"\n") > records {
		t.Errorf("the folder of the folders was waited for %d times", n)
	}
}

func count(steps []string, prefix string) (n int) {
	for _, s := range steps {
		if strings.HasPrefix(s, prefix) {
			n++
		}
	}
	return n
}

// Where bytes of a batch cannot be read, the error is one of theirs, nothing is
// sealed, and no file is left without a name.
func TestStoreFails(t *testing.T) {
	v, c := fresh(t)
	first, second := errors.New("first"), errors.New("second")
	ds := []Draft{keepText(c, "a"), keepText(c, "b"), keepText(c, "c")}
	ds[1].Bytes[0].From, ds[2].Bytes[0].From = iotest.ErrReader(first), iotest.ErrReader(second)
	if _, err := v.Seal(ds...); !errors.Is(err, first) && !errors.Is(err, second) {
		t.Errorf("the error is %v", err)
	}
	left, err := filesIn(v.incoming())
	all, err2 := filepath.Glob(filepath.Join(v.incoming(), "*"))
	hidden, err3 := filepath.Glob(filepath.Join(v.incoming(), ".*"))
	if err := errors.Join(err, err2, err3); err != nil || len(left)+len(all)+len(hidden) > 0 {
		t.Errorf("left: %v %v %v, %v", left, all, hidden, err)
	}
	if n := chainOf(t, checked(t, v.Dir()), c).Len(); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// Bytes that are twice in one batch are stored once, and each entry has them.
func TestStoreTwice(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "same"), keepText(c, "same"))
	k := chainOf(t, checked(t, v.Dir()), c)
	for p := range uint64(2) {
		var b bytes.Buffer
		if err := k.Plain(&b, k.Entry(p + 1).Item.Blobs[0]); err != nil || b.String() != "same" {
			t.Errorf("position %d holds %q, %v", p+1, b.String(), err)
		}
	}
}

// What is done side by side is done once each, and never by more than the lanes.
func TestBeside(t *testing.T) {
	for _, n := range []int{0, 1, lanes, 5 * lanes} {
		var mu sync.Mutex
		done, now, most := make([]int, n), 0, 0
		err := beside(n, func(i int) error {
			mu.Lock()
			done[i]++
			now++
			most = max(most, now)
			mu.Unlock()
			defer func() { mu.Lock(); now--; mu.Unlock() }()
			return nil
		})
		if err != nil || most > lanes || slices.ContainsFunc(done, func(d int) bool { return d != 1 }) {
			t.Errorf("%d: %v, %d at once, %v", n, done, most, err)
		}
	}
	// Errors come in no order: the one of the lowest number is told.
	if err := beside(3, func(i int) error { return fmt.Errorf("%d", i) }); err == nil {
		t.Error("three errors, and none is told")
	}
}
