package bag

import "encoding/binary"

// The zip's records (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to
// 4.3.16). Numbers are little-endian.
const (
	localSig   = 0x04034b50
	centralSig = 0x02014b50
	end64Sig   = 0x06064b50
	locatorSig = 0x07064b50
	endSig     = 0x06054b50

	localLen = 30 // without name and extra field

	plain   = 20     // version needed
	zip64   = 45     // version needed with sizes or offsets of 64 bits
	utf8    = 0x0800 // flag: names are UTF-8
	day1980 = 0x0021 // 1 January 1980
	most16  = 1<<16 - 1
	most32  = 1<<32 - 1
)

// member is one file of the zip, as its headers state it.
type member struct {
	name   string
	size   int64
	crc    uint32
	offset int64 // of its local header
}

// record appends numbers to bytes.
type record []byte

func (r *record) u16(v ...int) {
	for _, x := range v {
		*r = binary.LittleEndian.AppendUint16(*r, uint16(x))
	}
}

func (r *record) u32(v ...int64) {
	for _, x := range v {
		*r = binary.LittleEndian.AppendUint32(*r, uint32(x))
	}
}

func (r *record) u64(v ...int64) {
	for _, x := range v {
		*r = binary.LittleEndian.AppendUint64(*r, uint64(x))
	}
}

func (m *member) large() bool { return m.size >= most32 }
func (m *member) far() bool   { return m.offset >= most32 }

func (m *member) version() int {
	if m.large() || m.far() {
		return zip64
	}
	return plain
}

// common appends what both headers of a file state, from the version needed to
// the length of the extra field.
func (m *member) common(r *record, extra int) {
	size := min(m.size, most32)
	r.u16(m.version(), utf8, 0, 0, day1980)
	r.u32(int64(m.crc), size, size)
	r.u16(len(m.name), extra)
}

// local is the header before the file's bytes.
func (m *member) local() []byte {
	var extra record
	if m.large() {
		extra.u16(1, 16)
		extra.u64(m.size, m.size)
	}
	var r record
	r.u32(localSig)
	m.common(&r, len(extra))
	return append(append(r, m.name...), extra...)
}

// central is the header in the directory at the zip's end.
func (m *member) central() []byte {
	var values, extra record
	if m.large() {
		values.u64(m.size, m.size)
	}
	if m.far() {
		values.u64(m.offset)
	}
	if len(values) > 0 {
		extra.u16(1, len(values))
	}
	extra = append(extra, values...)
	var r record
	r.u32(centralSig)
	r.u16(m.version())
	m.common(&r, len(extra))
	r.u16(0, 0, 0) // comment, disk, internal attributes
	r.u32(0, min(m.offset, most32))
	return append(append(r, m.name...), extra...)
}

// end is what follows the directory: zip64 records where a number needs them,
// and the end record.
func end(count int, at, size int64) []byte {
	var r record
	if count >= most16 || at >= most32 || size >= most32 {
		r.u32(end64Sig)
		r.u64(44)
		r.u16(zip64, zip64)
		r.u32(0, 0)
		r.u64(int64(count), int64(count), size, at)
		r.u32(locatorSig, 0)
		r.u64(at + size)
		r.u32(1)
	}
	r.u32(endSig)
	n := min(count, most16)
	r.u16(0, 0, n, n)
	r.u32(min(size, most32), min(at, most32))
	r.u16(0)
	return r
}
