"""A small operating system: tasks with priorities, queues and messages, as objects with methods."""

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
WORK, DEVICE = 0, 1


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.value = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, number, priority, queue):
        self.system = system
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = queue is None
        self.holding = False
        self.pending = queue is not None
        system.tasks.append(self)
        system.table[number] = self

    def runnable(self):
        return not self.holding and (self.pending or not self.waiting)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        self.pending = self.queue is not None
        return packet

    def accept(self, packet):
        self.queue = packet.append_to(self.queue)
        self.pending = True

    def step(self):
        packet = self.take() if self.pending else None
        self.waiting = False
        self.run(packet)


class Idle(Task):
    def __init__(self, system, count):
        self.control = 1
        self.count = count
        super().__init__(system, IDLE, 0, None)
        self.waiting = False

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            self.holding = True
        elif self.control & 1 == 0:
            self.control //= 2
            self.system.release(DEVICE_A)
        else:
            self.control = self.control // 2 ^ 0xD008
            self.system.release(DEVICE_B)


class Worker(Task):
    def __init__(self, system, queue):
        self.target = HANDLER_A
        self.letter = 0
        super().__init__(system, WORKER, 1000, queue)

    def run(self, packet):
        if packet is None:
            self.waiting = True
            return
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.value = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        self.system.send(self.target, packet, self.number)


class Handler(Task):
    def __init__(self, system, number, device, queue):
        self.device = device
        self.work = self.devices = None
        super().__init__(system, number, 2000, queue)

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            self.waiting = True
        elif work.value >= 4:
            self.work = work.link
            self.system.send(work.owner, work, self.number)
        elif self.devices is None:
            self.waiting = True
        else:
            device = self.devices
            self.devices = device.link
            device.value = work.data[work.value]
            work.value += 1
            self.system.send(self.device, device, self.number)


class Device(Task):
    def __init__(self, system, number):
        self.held = None
        super().__init__(system, number, 4000, None)

    def run(self, packet):
        if packet is not None:
            self.held = packet
            self.holding = True
        elif self.held is None:
            self.waiting = True
        else:
            packet, self.held = self.held, None
            self.system.send(packet.owner, packet, self.number)


class System:
    def __init__(self):
        self.tasks = []
        self.table = [None] * 6
        self.sent = self.released = 0

    def send(self, target, packet, sender):
        self.sent += 1
        packet.owner = sender
        self.table[target].accept(packet)

    def release(self, number):
        self.released += 1
        self.table[number].holding = False

    def schedule(self):
        tasks = sorted(self.tasks, key=lambda task: -task.priority)
        while True:
            for task in tasks:
                if task.runnable():
                    task.step()
                    break
            else:
                return


def packets(owner, kind, count):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


system = System()
Idle(system, 30_000)
Worker(system, packets(HANDLER_A, WORK, 2))
Handler(system, HANDLER_A, DEVICE_A, packets(DEVICE_A, DEVICE, 3))
Handler(system, HANDLER_B, DEVICE_B, packets(DEVICE_B, DEVICE, 3))
Device(system, DEVICE_A)
Device(system, DEVICE_B)
system.schedule()
print(system.sent, system.released)
