package main

import "testing"

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{"plain é": "plain é", "a\x1b[2Jb": "a\uFFFD[2Jb", "x\u202etxt.exe": "x\uFFFDtxt.exe", "a\nb": "a\uFFFDb", "\u0085": "\uFFFD"} {
		if got := visible(in); got != want {
			t.Errorf("%q is shown as %q", in, got)
		}
	}
}
