package sweep

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A process that is killed with its state half written goes on from there, and finds
// what one that was let be finds.
func TestKilled(t *testing.T) {
	text := `near(it, KDFW, ` + between + `)`
	sweepFile := func(day, state string) (*Result, error) {
		parts, err := Files([]string{day}, nil)
		if err != nil {
			return nil, err
		}
		return Run(context.Background(), parts, Options{Query: query(t, text), State: state, Every: time.Millisecond, Workers: 2})
	}
	if day := os.Getenv("HOLDSHORT_KILLED_DAY"); day != "" {
		r, err := sweepFile(day, day+".state")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return
	}
	dir := t.TempDir()
	day := filepath.Join(dir, "day.tar")
	if err := os.WriteFile(day, madeDay(), 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := sweepFile(day, "")
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	g := rand.New(rand.NewPCG(31, 32))
	killed := 0
	for range 15 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "HOLDSHORT_KILLED_DAY="+day)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20+g.IntN(300))*time.Millisecond, func() { cmd.Process.Kill() })
		err := cmd.Wait()
		if fired := !timer.Stop(); err == nil {
			break
		} else if !fired {
			t.Fatal(err)
		}
		killed++
	}
	got, err := sweepFile(day, day+".state")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	if listOf(got) != listOf(want) || fmt.Sprint(got.Audit) != fmt.Sprint(want.Audit) || fmt.Sprint(got.Counts) != fmt.Sprint(want.Counts) {
		t.Errorf("after %d kills:\n%s%+v\nnot\n%s%+v", killed, listOf(got), got.Audit, listOf(want), want.Audit)
	}
	if killed == 0 {
		t.Error("nothing was killed")
	}
	t.Logf("killed %d times", killed)
}
