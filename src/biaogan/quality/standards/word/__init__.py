"""An instruction that a store wrote in Word, read into steps: headings become steps, lists stay lists."""
