package feed

import (
	"encoding/binary"
	"slices"
)

// usualKeys are the keys that readsb writes into details, in its order
// (readsb: json_out.c, sprintAircraftObject). Most details have most of them, so
// each is looked for where it should be before its letters are looked at: a
// processor can then go on before it knows how long a key was.
var usualKeys = usualKeysOf(
	"type", "flight", "alt_geom", "ias", "tas", "mach", "wd", "ws", "oat", "tat", "track", "track_rate", "roll",
	"mag_heading", "true_heading", "baro_rate", "geom_rate", "squawk", "emergency", "category", "nav_qnh",
	"nav_altitude_mcp", "nav_altitude_fms", "nav_heading", "nav_modes", "nic", "rc", "version", "nic_baro",
	"nac_p", "nac_v", "sil", "sil_type", "gva", "sda", "alert", "spi")

// usualKey is a key with its quotes and its colon, as words of eight bytes.
type usualKey struct {
	word, mask [3]uint64
	n          int       // bytes
	key        detailKey // 0 if its value is not used
}

// usedKeys are those whose values are used.
var usedKeys = []detailKey{keyRC, keyNIC, keySIL, keyNACp, keyType, keyFlight, keySquawk, keyQNH, keyVersion, keyCategory}

func usualKeysOf(names ...string) []usualKey {
	keys := make([]usualKey, len(names))
	for i, name := range names {
		text := `"` + name + `":`
		u := &keys[i]
		u.n = len(text)
		for at := range len(text) {
			u.word[at/8] |= uint64(text[at]) << (at % 8 * 8)
			u.mask[at/8] |= 0xff << (at % 8 * 8)
		}
		if k := detailKeyOf(name); slices.Contains(usedKeys, k) {
			u.key = k
		}
	}
	return keys
}

// at reports whether the key stands at i.
func (u *usualKey) at(b []byte, i int) bool {
	le, x := binary.LittleEndian, (*[24]byte)(b[i:])
	return (le.Uint64(x[:])^u.word[0])&u.mask[0]|(le.Uint64(x[8:])^u.word[1])&u.mask[1]|(le.Uint64(x[16:])^u.word[2])&u.mask[2] == 0
}

// usual is the place in usualKeys of the key at i, if it is one from k on.
func usual(b []byte, i, k int) int {
	for ; k < len(usualKeys); k++ {
		if usualKeys[k].at(b, i) {
			return k
		}
	}
	return -1
}

// anyKey reads the key at i, and where it ends, past its colon; ok is false if
// it is written in an unusual way.
func anyKey(b []byte, i int) (key detailKey, end int, ok bool) {
	if b[i] != '"' {
		return 0, i, false
	}
	x := load8(b, i+1)
	n := lettersOf(x)
	key = detailKey(x & (1<<(8*n) - 1))
	if i += 1 + n; n == 8 && b[i] != '"' {
		var escaped bool
		if i, escaped, ok = skipText(b, i); !ok || escaped {
			return 0, i, false
		}
		key, i = 0, i-1
	}
	return key, i + 2, b[i] == '"' && b[i+1] == ':'
}
