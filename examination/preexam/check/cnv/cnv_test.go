package cnv

import (
	"testing"

	"zhibao/examination/preexam/check/checktest"
)

func TestSamples(t *testing.T) { checktest.Run(t, Rules(), Samples()) }
