"""Drives clients of Eclipse Paho's Python library: one JSON command a line on stdin, one JSON event a line on stdout.

A command names the client and what it shall do: {"client": "a", "do": "subscribe", …}. Octets travel as hexadecimal.
"""

import json
import socket
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

OCTETS = ("CorrelationData", "AuthenticationData")
# version 2 of the library asks which shape its callbacks have
CALLBACKS = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []
printing = threading.Lock()
clients = {}


def tell(client, event, **fields):
    with printing:
        print(json.dumps({"client": client, "event": event, **fields}), flush=True)


def to_properties(packet_type, fields):
    if not fields:
        return None
    properties = Properties(packet_type)
    for name, value in fields.items():
        if name == "UserProperty":
            value = [tuple(pair) for pair in value]
        setattr(properties, name, bytes.fromhex(value) if name in OCTETS else value)
    return properties


def from_properties(properties):
    if properties is None:
        return {}
    names = [name.replace(" ", "") for name in properties.names.keys()]
    fields = {name: getattr(properties, name) for name in names if hasattr(properties, name)}
    return {name: value.hex() if name in OCTETS else value for name, value in fields.items()}


def code(reason):
    return getattr(reason, "value", reason)


def create(name, command):
    version = command.get("version", 5)
    clean = None if version == mqtt.MQTTv5 else command.get("clean", True)
    client = mqtt.Client(
        *CALLBACKS, command.get("clientId", name), clean, None, version, reconnect_on_failure=False
    )

    def on_connect(_client, _data, flags, reason, properties=None):
        tell(
            name,
            "connected",
            reason=code(reason),
            sessionPresent=flags["session present"] == 1,
            properties=from_properties(properties),
        )

    def on_message(_client, _data, message):
        tell(
            name,
            "message",
            topic=message.topic,
            payload=message.payload.decode(),
            qos=message.qos,
            retain=message.retain == 1,
            dup=message.dup,
            properties=from_properties(getattr(message, "properties", None)),
        )

    def on_subscribe(_client, _data, _mid, reasons, _properties=None):
        tell(name, "subscribed", reasons=[code(reason) for reason in reasons])

    def on_unsubscribe(_client, _data, _mid, _properties=None, reasons=()):
        tell(
            name,
            "unsubscribed",
            reasons=[code(reason) for reason in (reasons if isinstance(reasons, list) else [reasons])],
        )

    def on_disconnect(_client, _data, reason, properties=None):
        tell(name, "disconnected", reason=code(reason), properties=from_properties(properties))

    client.on_connect = on_connect
    client.on_message = on_message
    client.on_publish = lambda *_: tell(name, "published")
    client.on_subscribe = on_subscribe
    client.on_unsubscribe = on_unsubscribe
    client.on_disconnect = on_disconnect
    return client


def connect(name, command):
    client = create(name, command)
    clients[name] = client
    will = command.get("will")
    if will:
        properties = to_properties(PacketTypes.WILLMESSAGE, will.get("properties"))
        client.will_set(will["topic"], will["payload"], will.get("qos", 0), will.get("retain", False), properties)
    options = {}
    if command.get("version", 5) == mqtt.MQTTv5:
        options["clean_start"] = command.get("clean", True)
        options["properties"] = to_properties(PacketTypes.CONNECT, command.get("properties"))
    client.connect("127.0.0.1", command["port"], command.get("keepAlive", 60), **options)
    client.loop_start()


def subscribe(name, command):
    filters = command["filters"]
    if command.get("version", 5) != mqtt.MQTTv5:
        clients[name].subscribe([(entry["filter"], entry.get("qos", 0)) for entry in filters])
        return
    properties = to_properties(PacketTypes.SUBSCRIBE, command.get("properties"))
    clients[name].subscribe(
        [
            (
                entry["filter"],
                SubscribeOptions(
                    entry.get("qos", 0),
                    entry.get("noLocal", False),
                    entry.get("retainAsPublished", False),
                    entry.get("retainHandling", 0),
                ),
            )
            for entry in filters
        ],
        properties=properties,
    )


def publish(name, command):
    clients[name].publish(
        command["topic"],
        command["payload"],
        command.get("qos", 0),
        command.get("retain", False),
        to_properties(PacketTypes.PUBLISH, command.get("properties")),
    )


def unsubscribe(name, command):
    clients[name].unsubscribe(command["filters"])


def disconnect(name, command):
    client = clients[name]
    properties = to_properties(PacketTypes.DISCONNECT, command.get("properties"))
    if "reason" in command:
        reason = mqtt.ReasonCodes(PacketTypes.DISCONNECT, identifier=command["reason"])
        client.disconnect(reason, properties)
    else:
        client.disconnect(properties=properties)


def cut(name, _command):
    """The wire breaks: no DISCONNECT."""
    clients[name].socket().shutdown(socket.SHUT_RDWR)


ACTIONS = {
    "connect": connect,
    "subscribe": subscribe,
    "publish": publish,
    "unsubscribe": unsubscribe,
    "disconnect": disconnect,
    "cut": cut,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        ACTIONS[request["do"]](request["client"], request)
    except Exception as error:  # the test is told, whatever it was
        tell(request["client"], "failed", error=repr(error))
