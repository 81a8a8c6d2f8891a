package center

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"zhibao/center/english"
	"zhibao/governance/outage/contingency"
	"zhibao/governance/outage/probe"
	"zhibao/internal/seal"
)

// Contingency opens the desk that takes packages while a center is down. It knows nothing of the center but
// the public key in the file to, for which it encrypts.
func Contingency(dir, key, to string, most int64) (http.Handler, error) {
	signer, err := contingency.ReadKey(key)
	if err != nil {
		return nil, err
	}
	public, err := contingency.ReadPublic(to)
	if err != nil {
		return nil, err
	}
	d, err := contingency.Open(dir, signer, public, most, time.Now)
	if err != nil {
		return nil, err
	}
	d.English = english.Catalogue()
	return d, nil
}

// ContingencyKey makes the key of a desk and prints its fingerprint.
func ContingencyKey(w io.Writer, path string) error {
	signer, err := contingency.NewKey(path)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "已生成 %s。公钥指纹（SM3）：%s\n请由中心主任把指纹登记在“应急收件与外部探测的公钥指纹”（outage.signers）中，并由中心公布。\n", path, seal.SignerID(signer.Public()))
	return err
}

// CheckReceipt checks a receipt of the desk with nothing else at hand, and prints what it shows.
func CheckReceipt(w io.Writer, path, pack string) error { return contingency.Check(w, path, pack) }

// ProbeOptions say at what a prober looks and where it writes.
type ProbeOptions struct {
	Address, Control string
	Dir, Key         string
	Once             bool
}

// Probe looks at a center from outside until it is told to end.
func Probe(ctx context.Context, o ProbeOptions) error {
	signer, err := contingency.ReadKey(o.Key)
	if err != nil {
		return err
	}
	p := &probe.Prober{Client: probe.Anew(), Address: o.Address, Control: o.Control, Now: time.Now}
	return p.Run(ctx, &probe.Record{Dir: o.Dir, Address: o.Address, Key: signer}, o.Once)
}
