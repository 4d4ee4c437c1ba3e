package stamp

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A real authority, which is not ours: "openssl ts -reply", with certificates
// that openssl makes. And a peer: "openssl ts -verify".

func openssl(t testing.TB, dir string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("SKIPPED: openssl is not installed, so time stamps are not compared with another program's; make tools installs it")
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

const config = `
[tsa]
serial = %[1]s/serial
crypto_device = builtin
signer_digest = %[2]s
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha1, sha256, sha384, sha512
%[3]s
ordering = yes
tsa_name = yes
ess_cert_id_chain = %[4]s
ess_cert_id_alg = %[5]s

[req]
distinguished_name = dn
prompt = no
[dn]
CN = synthetic
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[tsacert]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
`

// opensslAuthority is an authority in a folder: ca.pem, tsa.pem, tsa.key, tsa.cnf.
type opensslAuthority struct{ key, digest, accuracy, chain, ess string }

func (o opensslAuthority) make(t testing.TB) (dir string, roots []*x509.Certificate) {
	t.Helper()
	dir = t.TempDir()
	conf := fmt.Sprintf(config, filepath.ToSlash(dir), o.digest, o.accuracy, o.chain, o.ess)
	if err := os.WriteFile(filepath.Join(dir, "tsa.cnf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	key := []string{"-newkey", "rsa:2048"}
	if o.key != "rsa" {
		key = []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + o.key}
	}
	for _, args := range [][]string{
		append(key, "-x509", "-days", "365", "-subj", "/CN=synthetic root", "-extensions", "ca", "-keyout", "ca.key", "-out", "ca.pem"),
		append(key, "-subj", "/CN=synthetic authority", "-keyout", "tsa.key", "-out", "tsa.csr"),
	} {
		if out, err := openssl(t, dir, append([]string{"req", "-config", "tsa.cnf", "-nodes"}, args...)...); err != nil {
			t.Fatal(out)
		}
	}
	if out, err := openssl(t, dir, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7",
		"-days", "300", "-extfile", "tsa.cnf", "-extensions", "tsacert", "-out", "tsa.pem"); err != nil {
		t.Fatal(out)
	}
	return dir, []*x509.Certificate{readPEM(t, filepath.Join(dir, "ca.pem"))}
}

func readPEM(t testing.TB, name string) *x509.Certificate {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reply has openssl answer a request.
func reply(t testing.TB, dir string, request []byte) []byte {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "q.tsq"), request, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := openssl(t, dir, "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "q.tsq",
		"-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "ca.pem", "-out", "r.tsr"); err != nil {
		t.Fatal(out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "r.tsr"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRealAuthority(t *testing.T) {
	for _, o := range []opensslAuthority{
		{"rsa", "sha256", "accuracy = secs:1, millisecs:500, microsecs:100", "no", "sha256"},
		{"rsa", "sha512", "", "yes", "sha256"},
		{"P-256", "sha256", "accuracy = secs:2", "no", "sha512"},
		{"P-384", "sha384", "", "yes", "sha384"},
		{"P-521", "sha512", "accuracy = millisecs:20", "no", "sha256"},
	} {
		dir, roots := o.make(t)
		for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			q := Query{Of(h, message), big.NewInt(0x1234567890)}
			request, err := Request(q)
			if err != nil {
				t.Fatal(err)
			}
			before := time.Now().Truncate(time.Second)
			answer := reply(t, dir, request)
			s, err := Verify(answer, q, roots)
			if err != nil {
				t.Errorf("%v, %s: %v", o, h, err)
				continue
			}
			if s.Authority != "CN=synthetic authority" || s.Policy.String() != "1.2.3.4.1" || !s.Ordering || s.Stated != (o.accuracy != "") || len(s.Chain) != 2 {
				t.Errorf("%v: %+v", o, s)
			}
			if s.GenTime.Before(before) || s.GenTime.After(time.Now()) || s.Time.Latest().Time().Sub(s.GenTime) != s.Accuracy.Round(time.Millisecond)+roundUp(s.Accuracy) {
				t.Errorf("%v: %v, %v", o, s.GenTime, s.Time)
			}
			text, err := openssl(t, dir, "ts", "-reply", "-config", "tsa.cnf", "-in", "r.tsr", "-text")
			if err != nil || !strings.Contains(text, s.GenTime.Format("Jan _2 15:04:05 2006")+" GMT") || !strings.Contains(text, fmt.Sprintf("Serial number: 0x%02X", s.Serial)) {
				t.Errorf("openssl reads another time or serial number than %v, %v:\n%s", s.GenTime, s.Serial, text)
			}
			if out, err := openssl(t, dir, "ts", "-verify", "-queryfile", "q.tsq", "-in", "r.tsr", "-CAfile", "ca.pem"); err != nil {
				t.Errorf("openssl refuses its own: %s", out)
			}
		}
	}
}

// roundUp is what is added where an accuracy does not end on a millisecond and
// Round went down.
func roundUp(d time.Duration) time.Duration {
	if r := d.Round(time.Millisecond); r < d {
		return time.Millisecond
	}
	return 0
}

// openssl names the signer by SHA-1 without issuer if told to, which is refused;
// it refuses a hash that it does not serve; and its token alone is not an answer.
func TestRealAuthorityRefused(t *testing.T) {
	dir, roots := opensslAuthority{"rsa", "sha256", "", "no", "sha1"}.make(t)
	q := query()
	request, err := Request(q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(reply(t, dir, request), q, roots); err == nil || !strings.Contains(err.Error(), "SHA-1 alone") {
		t.Error(err)
	}
	conf, err := os.ReadFile(filepath.Join(dir, "tsa.cnf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tsa.cnf"), bytes.Replace(conf, []byte("sha1, sha256, "), nil, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Parse(reply(t, dir, request))
	if err != nil || r.Granted() || len(r.Fail) != 1 || r.Fail[0] != "badAlg" || len(r.Text) != 1 {
		t.Errorf("%v, %v", r, err)
	}
}

// On what openssl checks too, it and we agree.
func TestPeerAgrees(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	other := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	dir := t.TempDir()
	request, err := Request(query())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("q.tsq", request)
	write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.cert.Raw}))
	at, err := time.Parse("20060102150405Z", stampAt)
	if err != nil {
		t.Fatal(err)
	}
	by := func(change func(*x509.Certificate)) func(*forge) {
		return func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, ec(t, elliptic.P256()), a.middle, change)}.good()
		}
	}
	good, bad := 0, 0
	for _, c := range []struct {
		name   string
		change func(*forge)
		alter  func([]byte)
	}{
		{"good", func(*forge) {}, nil},
		{"accuracy", func(f *forge) { f.accuracy = tlv(tagSequence, der(1)) }, nil},
		{"named by SHA-1 and issuer", func(f *forge) { f.ess = [][]byte{essV1(f.by.cert, true)} }, nil},
		{"another imprint", func(f *forge) { f.imprint = imprintOf(Of(crypto.SHA256, []byte("x")), oidSHA256) }, nil},
		{"another nonce", func(f *forge) { f.nonce = der(big.NewInt(5)) }, nil},
		{"no nonce", func(f *forge) { f.nonce = nil }, nil},
		{"no usage", by(func(c *x509.Certificate) { isTSA(c); c.ExtraExtensions = nil }), nil},
		{"signer is a CA", by(func(c *x509.Certificate) { isCA(c) }), nil},
		{"expired", by(func(c *x509.Certificate) { isTSA(c); c.NotAfter = made.Add(time.Hour) }), nil},
		{"another root", func(f *forge) { *f = other.good() }, nil},
		{"two signers", func(f *forge) { f.signers = 2 }, nil},
		{"not named", func(f *forge) { f.ess = nil }, nil},
		{"another named", func(f *forge) { f.ess = [][]byte{essV2(other.tsa.cert, false)} }, nil},
		{"refused", func(f *forge) { f.status = tlv(tagSequence, der(2)) }, nil},
		{"altered attribute", func(*forge) {}, func(b []byte) { b[bytes.Index(b, essV2(a.tsa.cert, false))+40] ^= 1 }},
		{"altered signature", func(*forge) {}, func(b []byte) { b[len(b)-1] ^= 1 }},
		{"altered time", func(*forge) {}, func(b []byte) { b[bytes.Index(b, []byte(stampAt))+7] ^= 1 }},
	} {
		f := a.good()
		c.change(&f)
		answer := f.response(t)
		if c.alter != nil {
			c.alter(answer)
		}
		write("r.tsr", answer)
		out, theirs := openssl(t, dir, "ts", "-verify", "-queryfile", "q.tsq", "-in", "r.tsr", "-CAfile", "ca.pem", "-attime", fmt.Sprint(at.Unix()))
		_, ours := Verify(answer, query(), roots(a))
		if (ours == nil) != (theirs == nil) {
			t.Errorf("%s: we say %v, openssl says\n%s", c.name, ours, out)
		}
		if ours == nil {
			good++
		} else {
			bad++
		}
	}
	t.Logf("%d good and %d bad answers", good, bad)
}
