"""Two network namespaces joined by a pair of interfaces, and processes that are ended with them. Needs root."""
import os
import re
import signal
import subprocess
import sys
import threading
import time

# whatever loses packets on the way to the sensor, by the words that it exports
CAPTURE_DROPS = ('kernel', 'ring', 'interface', 'nic')
HERTZ = os.sysconf('SC_CLK_TCK')


def run(*command):
    """Runs a short command; a failure ends the benchmark."""
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit('failed: %s: %s' % (' '.join(command), result.stderr.strip()))
    return result.stdout


def capture_drops(metrics):
    """Packets that a sensor lost before it saw them, by what Network.metrics gave."""
    return int(sum(metrics.get('plainsight_sensor_drops_total{reason="%s",}' % reason, 0) for reason in CAPTURE_DROPS))


class Network:
    """Frames sent on the sender's interface arrive on the receiver's; nobody else is there."""

    def __init__(self):
        tag = '%d' % os.getpid()
        self.sender, self.receiver = 'plainsight-bench-' + tag + 'a', 'plainsight-bench-' + tag + 'b'
        self.sender_interface, self.receiver_interface = 'ps%sa' % tag, 'ps%sb' % tag
        self.started = []

    def __enter__(self):
        if os.geteuid() != 0:
            sys.exit('root is needed, for network namespaces and to capture')
        # an end by signal takes the namespaces away too
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit('ended by a signal'))
        try:
            for name in (self.sender, self.receiver):
                run('ip', 'netns', 'add', name)
                # or the kernel would send packets of its own, which nobody expects
                run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1',
                    'net.ipv6.conf.default.disable_ipv6=1')
            run('ip', '-n', self.sender, 'link', 'add', self.sender_interface, 'mtu', '9000', 'type', 'veth',
                'peer', 'name', self.receiver_interface, 'mtu', '9000', 'netns', self.receiver)
            run('ip', '-n', self.sender, 'link', 'set', self.sender_interface, 'up')
            run('ip', '-n', self.receiver, 'link', 'set', self.receiver_interface, 'up')
            run('ip', '-n', self.receiver, 'link', 'set', 'lo', 'up')
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.started:
            process.end(signal.SIGKILL)
        for name in (self.sender, self.receiver):
            subprocess.run(['ip', 'netns', 'delete', name], stderr=subprocess.DEVNULL)

    def start(self, command, ready, timeout=60):
        """Starts a process on the receiving side and returns once it has written what matches `ready`."""
        process = Process(['ip', 'netns', 'exec', self.receiver, *map(str, command)])
        self.started.append(process)
        process.await_text(ready, timeout)
        return process

    def replay(self, trace, *options):
        """Sends a trace; returns (packets sent, seconds)."""
        return self.sent(self.replaying(trace, *options))

    def replaying(self, trace, *options):
        """Begins to send a trace."""
        return subprocess.Popen(
            ['ip', 'netns', 'exec', self.sender, 'tcpreplay', '-i', self.sender_interface, *options, str(trace)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def sent(replaying):
        """Waits until all is sent; returns (packets sent, seconds)."""
        text, problem = replaying.communicate()
        sent = re.search(r'Actual: (\d+) packets .* sent in ([\d.]+) seconds', text)
        failed = re.search(r'Failed packets:\s+(\d+)', text)
        if replaying.returncode != 0 or not sent or failed and int(failed.group(1)):
            sys.exit('tcpreplay did not send everything:\n' + text + problem)
        return int(sent.group(1)), float(sent.group(2))

    def interface_drops(self):
        """Frames that the receiving interface dropped before anybody could see them."""
        link = run('ip', '-n', self.receiver, '-s', '-o', 'link', 'show', self.receiver_interface)
        return int(re.search(r'RX:.*?\\\s+\d+\s+\d+\s+\d+\s+(\d+)', link).group(1))

    def metrics(self, port):
        """What a sensor on the receiving side exports: name with labels -> value."""
        script = 'import urllib.request,sys; sys.stdout.buffer.write(urllib.request.urlopen(%r).read())'
        text = run('ip', 'netns', 'exec', self.receiver, sys.executable, '-c', script % ('http://127.0.0.1:%d/metrics' % port))
        samples = (line.rsplit(' ', 1) for line in text.splitlines() if line and not line.startswith('#'))
        return {name: float(value) for name, value in samples}


class Process:
    """A process whose standard output and error are kept."""

    def __init__(self, command):
        self.command = command
        self.text = ''
        self.changed = threading.Condition()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.text += line
                self.changed.notify_all()
        with self.changed:
            self.changed.notify_all()

    def await_text(self, pattern, timeout, start=0):
        """The match of `pattern` in what was written from position `start` on."""
        deadline = time.monotonic() + timeout
        with self.changed:
            while True:
                found = re.search(pattern, self.text[start:])
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or self.process.poll() is not None:
                    sys.exit('no %r from: %s\n%s' % (pattern, ' '.join(self.command), self.text[-2000:]))
                self.changed.wait(min(left, 0.5))

    def signal_and_await(self, number, pattern, timeout=10):
        with self.changed:
            start = len(self.text)
        self.process.send_signal(number)
        return self.await_text(pattern, timeout, start)

    def cpu(self):
        """User and system seconds of all its threads so far."""
        with open('/proc/%d/stat' % self.process.pid) as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / HERTZ

    def peak(self):
        """Peak resident bytes so far."""
        with open('/proc/%d/status' % self.process.pid) as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmHWM'))

    def end(self, number=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
